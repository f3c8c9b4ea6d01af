// SPDX-License-Identifier: MIT
// HMAC-SHA1 (RFC 2104) as an authentication type of libsrtp: the blocks of the key are hashed once for a session.
//
// OpenSSL 3 calls SHA1_Update and its kin deprecated. They are what makes a copy of a hash's state free; EVP allocates
// for each copy.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "contexts.h"
#include "vectors.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct hmac_state {
    SHA_CTX inner, outer, running;
};

static srtp_err_status_t hmac_make(srtp_auth_pointer_t *result, int key_size, int tag_size) {
    if (key_size < 0 || key_size > SHA_CBLOCK || tag_size < 0 || tag_size > SHA_DIGEST_LENGTH) {
        return srtp_err_status_bad_param;
    }
    srtp_auth_t *authenticator = calloc(1, sizeof *authenticator);
    struct hmac_state *state = calloc(1, sizeof *state);
    if (authenticator == NULL || state == NULL) {
        free(state);
        free(authenticator);
        return srtp_err_status_alloc_fail;
    }
    authenticator->type = &csrtp_hmac_sha1;
    authenticator->state = state;
    authenticator->key_len = key_size;
    authenticator->out_len = tag_size;
    *result = authenticator;
    csrtp_count_made();
    return srtp_err_status_ok;
}

static srtp_err_status_t hmac_destroy(srtp_auth_pointer_t authenticator) {
    if (authenticator == NULL) return srtp_err_status_ok;
    OPENSSL_cleanse(authenticator->state, sizeof(struct hmac_state));
    free(authenticator->state);
    free(authenticator);
    csrtp_count_freed();
    return srtp_err_status_ok;
}

static void hash_pad(SHA_CTX *context, const uint8_t *key, int count, uint8_t value) {
    uint8_t block[SHA_CBLOCK];
    memset(block, value, sizeof block);
    for (int index = 0; index < count; index++) block[index] ^= key[index];
    SHA1_Init(context);
    SHA1_Update(context, block, sizeof block);
    OPENSSL_cleanse(block, sizeof block);
}

static srtp_err_status_t hmac_init(void *opaque, const uint8_t *key, int count) {
    struct hmac_state *state = opaque;
    if (count < 0 || count > SHA_CBLOCK) return srtp_err_status_bad_param;
    hash_pad(&state->inner, key, count, 0x36);
    hash_pad(&state->outer, key, count, 0x5c);
    state->running = state->inner;
    return srtp_err_status_ok;
}

static srtp_err_status_t hmac_start(void *opaque) {
    struct hmac_state *state = opaque;
    state->running = state->inner;
    return srtp_err_status_ok;
}

static srtp_err_status_t hmac_update(void *opaque, const uint8_t *bytes, int count) {
    struct hmac_state *state = opaque;
    if (count < 0) return srtp_err_status_bad_param;
    SHA1_Update(&state->running, bytes, (size_t)count);
    return srtp_err_status_ok;
}

static srtp_err_status_t hmac_compute(void *opaque, const uint8_t *bytes, int count, int tag_size, uint8_t *tag) {
    struct hmac_state *state = opaque;
    uint8_t digest[SHA_DIGEST_LENGTH];
    if (count < 0 || tag_size < 0 || tag_size > SHA_DIGEST_LENGTH) return srtp_err_status_bad_param;
    SHA1_Update(&state->running, bytes, (size_t)count);
    SHA1_Final(digest, &state->running);
    state->running = state->outer;
    SHA1_Update(&state->running, digest, sizeof digest);
    SHA1_Final(digest, &state->running);
    memcpy(tag, digest, (size_t)tag_size);
    return srtp_err_status_ok;
}

srtp_auth_type_t csrtp_hmac_sha1 = {
    .alloc = hmac_make,
    .dealloc = hmac_destroy,
    .init = hmac_init,
    .compute = hmac_compute,
    .update = hmac_update,
    .start = hmac_start,
    .description = "HMAC-SHA1 of OpenSSL",
    .test_data = &csrtp_hmac_sha1_cases,
    .id = SRTP_HMAC_SHA1,
};
