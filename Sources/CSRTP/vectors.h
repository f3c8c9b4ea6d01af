// SPDX-License-Identifier: MIT
#ifndef SDPRELAY_CSRTP_VECTORS_H
#define SDPRELAY_CSRTP_VECTORS_H

#include <srtp2/auth.h>
#include <srtp2/cipher.h>

extern const srtp_cipher_test_case_t csrtp_gcm_128_cases;
extern const srtp_cipher_test_case_t csrtp_gcm_256_cases;
extern const srtp_cipher_test_case_t csrtp_icm_128_cases;
extern const srtp_cipher_test_case_t csrtp_icm_256_cases;
extern const srtp_auth_test_case_t csrtp_hmac_sha1_cases;

#endif
