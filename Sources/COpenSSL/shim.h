// SPDX-License-Identifier: MIT
// OpenSSL 3's libcrypto, and what of it is a macro.
#ifndef SDPRELAY_COPENSSL_H
#define SDPRELAY_COPENSSL_H

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

static inline int relay_gcm_set_tag(EVP_CIPHER_CTX *context, int count, const unsigned char *tag) {
    return EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, count, (void *)tag);
}
static inline int relay_gcm_get_tag(EVP_CIPHER_CTX *context, int count, unsigned char *tag) {
    return EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, count, tag);
}

// The digest with its state in the caller's hands, to be copied: EVP allocates for each copy of a state.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wdeprecated-declarations"
static inline int relay_sha1_init(SHA_CTX *state) { return SHA1_Init(state); }
static inline int relay_sha1_update(SHA_CTX *state, const unsigned char *bytes, size_t count) {
    return SHA1_Update(state, bytes, count);
}
static inline int relay_sha1_final(SHA_CTX *state, unsigned char *digest) { return SHA1_Final(digest, state); }
#pragma clang diagnostic pop

#endif
