// SPDX-License-Identifier: MIT
// The types that take the place of libsrtp's own, and the counts of what they make.
#ifndef SDPRELAY_CSRTP_CONTEXTS_H
#define SDPRELAY_CSRTP_CONTEXTS_H

#include <srtp2/auth.h>
#include <srtp2/cipher.h>
#include <stdbool.h>

void csrtp_count_made(void);
void csrtp_count_freed(void);

extern srtp_cipher_type_t csrtp_gcm_128;
extern srtp_cipher_type_t csrtp_gcm_256;
extern srtp_cipher_type_t csrtp_icm_128;
extern srtp_cipher_type_t csrtp_icm_256;
extern srtp_auth_type_t csrtp_hmac_sha1;

// Fetches OpenSSL's ciphers, once: fetching costs more than a packet does. False if one is missing.
bool csrtp_fetch_ciphers(void);

#endif
