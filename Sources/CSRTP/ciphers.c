// SPDX-License-Identifier: MIT
// AES-GCM and AES counter mode of OpenSSL as cipher types of libsrtp: the key schedule is made once for a session, a packet
// sets the nonce only.
#include "contexts.h"
#include "vectors.h"

#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { salt_size = 14, block_size = 16 };

struct cipher_state {
    EVP_CIPHER_CTX *context;
    int key_size;
    int tag_size;
    // Counter mode: the session's salt, to which each packet's index is added, and 16 bits for the block counter.
    uint8_t salt[block_size];
};

// They live as long as the process.
static EVP_CIPHER *gcm_128, *gcm_256, *ctr_128, *ctr_256;

bool csrtp_fetch_ciphers(void) {
    if (gcm_128 == NULL) gcm_128 = EVP_CIPHER_fetch(NULL, "AES-128-GCM", NULL);
    if (gcm_256 == NULL) gcm_256 = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
    if (ctr_128 == NULL) ctr_128 = EVP_CIPHER_fetch(NULL, "AES-128-CTR", NULL);
    if (ctr_256 == NULL) ctr_256 = EVP_CIPHER_fetch(NULL, "AES-256-CTR", NULL);
    return gcm_128 != NULL && gcm_256 != NULL && ctr_128 != NULL && ctr_256 != NULL;
}

static srtp_err_status_t make(
    srtp_cipher_pointer_t *result,
    const srtp_cipher_type_t *type,
    const EVP_CIPHER *algorithm,
    int key_size_with_salt,
    int key_size,
    int tag_size) {
    srtp_cipher_t *cipher = calloc(1, sizeof *cipher);
    struct cipher_state *state = calloc(1, sizeof *state);
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    if (cipher == NULL || state == NULL || context == NULL ||
        EVP_CipherInit_ex(context, algorithm, NULL, NULL, NULL, 1) != 1) {
        EVP_CIPHER_CTX_free(context);
        free(state);
        free(cipher);
        return srtp_err_status_alloc_fail;
    }
    state->context = context;
    state->key_size = key_size;
    state->tag_size = tag_size;
    cipher->type = type;
    cipher->state = state;
    cipher->key_len = key_size_with_salt;
    cipher->algorithm = (int)type->id;
    *result = cipher;
    csrtp_count_made();
    return srtp_err_status_ok;
}

static srtp_err_status_t destroy(srtp_cipher_pointer_t cipher) {
    if (cipher == NULL) return srtp_err_status_ok;
    struct cipher_state *state = cipher->state;
    EVP_CIPHER_CTX_free(state->context);
    OPENSSL_cleanse(state, sizeof *state);
    free(state);
    free(cipher);
    csrtp_count_freed();
    return srtp_err_status_ok;
}

// AES-GCM (RFC 7714)

static bool is_gcm_tag(int size) { return size == 8 || size == 16; }

static srtp_err_status_t gcm_128_make(srtp_cipher_pointer_t *result, int key_size, int tag_size) {
    if (key_size != SRTP_AES_GCM_128_KEY_LEN_WSALT || !is_gcm_tag(tag_size)) return srtp_err_status_bad_param;
    return make(result, &csrtp_gcm_128, gcm_128, key_size, SRTP_AES_128_KEY_LEN, tag_size);
}

static srtp_err_status_t gcm_256_make(srtp_cipher_pointer_t *result, int key_size, int tag_size) {
    if (key_size != SRTP_AES_GCM_256_KEY_LEN_WSALT || !is_gcm_tag(tag_size)) return srtp_err_status_bad_param;
    return make(result, &csrtp_gcm_256, gcm_256, key_size, SRTP_AES_256_KEY_LEN, tag_size);
}

static srtp_err_status_t gcm_init(void *opaque, const uint8_t *key) {
    struct cipher_state *state = opaque;
    return EVP_CipherInit_ex(state->context, NULL, NULL, key, NULL, -1) == 1 ? srtp_err_status_ok
                                                                             : srtp_err_status_init_fail;
}

static srtp_err_status_t gcm_set_iv(void *opaque, uint8_t *iv, srtp_cipher_direction_t direction) {
    struct cipher_state *state = opaque;
    int encrypts = direction == srtp_direction_encrypt;
    return EVP_CipherInit_ex(state->context, NULL, NULL, NULL, iv, encrypts) == 1 ? srtp_err_status_ok
                                                                                  : srtp_err_status_cipher_fail;
}

static srtp_err_status_t gcm_set_aad(void *opaque, const uint8_t *aad, uint32_t count) {
    struct cipher_state *state = opaque;
    int written = 0;
    if (count > INT_MAX) return srtp_err_status_bad_param;
    return EVP_CipherUpdate(state->context, NULL, &written, aad, (int)count) == 1 ? srtp_err_status_ok
                                                                                  : srtp_err_status_algo_fail;
}

static srtp_err_status_t gcm_encrypt(void *opaque, uint8_t *bytes, unsigned int *count) {
    struct cipher_state *state = opaque;
    int written = 0;
    if (*count > INT_MAX) return srtp_err_status_bad_param;
    if (*count == 0) return srtp_err_status_ok;
    return EVP_CipherUpdate(state->context, bytes, &written, bytes, (int)*count) == 1 ? srtp_err_status_ok
                                                                                      : srtp_err_status_cipher_fail;
}

static srtp_err_status_t gcm_get_tag(void *opaque, uint8_t *tag, uint32_t *count) {
    struct cipher_state *state = opaque;
    uint8_t rest[block_size];
    int written = 0;
    if (EVP_CipherFinal_ex(state->context, rest, &written) != 1 ||
        EVP_CIPHER_CTX_ctrl(state->context, EVP_CTRL_AEAD_GET_TAG, state->tag_size, tag) != 1) {
        return srtp_err_status_algo_fail;
    }
    *count = (uint32_t)state->tag_size;
    return srtp_err_status_ok;
}

// The tag is behind the ciphertext, and is counted.
static srtp_err_status_t gcm_decrypt(void *opaque, uint8_t *bytes, unsigned int *count) {
    struct cipher_state *state = opaque;
    uint8_t rest[block_size];
    int written = 0;
    if (*count < (unsigned)state->tag_size || *count > INT_MAX) return srtp_err_status_bad_param;
    unsigned plain = *count - (unsigned)state->tag_size;
    if (EVP_CIPHER_CTX_ctrl(state->context, EVP_CTRL_AEAD_SET_TAG, state->tag_size, bytes + plain) != 1 ||
        (plain > 0 && EVP_CipherUpdate(state->context, bytes, &written, bytes, (int)plain) != 1) ||
        EVP_CipherFinal_ex(state->context, rest, &written) != 1) {
        return srtp_err_status_auth_fail;
    }
    *count = plain;
    return srtp_err_status_ok;
}

// AES counter mode (RFC 3711 section 4.1.1, RFC 6188). The 256 bits are for the key derivation of AEAD_AES_256_GCM.

static srtp_err_status_t icm_128_make(srtp_cipher_pointer_t *result, int key_size, int tag_size) {
    (void)tag_size;
    if (key_size != SRTP_AES_ICM_128_KEY_LEN_WSALT) return srtp_err_status_bad_param;
    return make(result, &csrtp_icm_128, ctr_128, key_size, SRTP_AES_128_KEY_LEN, 0);
}

static srtp_err_status_t icm_256_make(srtp_cipher_pointer_t *result, int key_size, int tag_size) {
    (void)tag_size;
    if (key_size != SRTP_AES_ICM_256_KEY_LEN_WSALT) return srtp_err_status_bad_param;
    return make(result, &csrtp_icm_256, ctr_256, key_size, SRTP_AES_256_KEY_LEN, 0);
}

static srtp_err_status_t icm_init(void *opaque, const uint8_t *key) {
    struct cipher_state *state = opaque;
    memcpy(state->salt, key + state->key_size, salt_size);
    memset(state->salt + salt_size, 0, block_size - salt_size);
    return EVP_CipherInit_ex(state->context, NULL, NULL, key, NULL, 1) == 1 ? srtp_err_status_ok
                                                                            : srtp_err_status_init_fail;
}

static srtp_err_status_t icm_set_iv(void *opaque, uint8_t *iv, srtp_cipher_direction_t direction) {
    struct cipher_state *state = opaque;
    uint8_t counter[block_size];
    (void)direction;
    for (int index = 0; index < block_size; index++) counter[index] = state->salt[index] ^ iv[index];
    return EVP_CipherInit_ex(state->context, NULL, NULL, NULL, counter, 1) == 1 ? srtp_err_status_ok
                                                                                : srtp_err_status_cipher_fail;
}

static srtp_err_status_t icm_crypt(void *opaque, uint8_t *bytes, unsigned int *count) {
    struct cipher_state *state = opaque;
    int written = 0;
    if (*count > INT_MAX) return srtp_err_status_bad_param;
    return EVP_CipherUpdate(state->context, bytes, &written, bytes, (int)*count) == 1 ? srtp_err_status_ok
                                                                                      : srtp_err_status_cipher_fail;
}

srtp_cipher_type_t csrtp_gcm_128 = {
    .alloc = gcm_128_make,
    .dealloc = destroy,
    .init = gcm_init,
    .set_aad = gcm_set_aad,
    .encrypt = gcm_encrypt,
    .decrypt = gcm_decrypt,
    .set_iv = gcm_set_iv,
    .get_tag = gcm_get_tag,
    .description = "AES-128-GCM of OpenSSL",
    .test_data = &csrtp_gcm_128_cases,
    .id = SRTP_AES_GCM_128,
};

srtp_cipher_type_t csrtp_gcm_256 = {
    .alloc = gcm_256_make,
    .dealloc = destroy,
    .init = gcm_init,
    .set_aad = gcm_set_aad,
    .encrypt = gcm_encrypt,
    .decrypt = gcm_decrypt,
    .set_iv = gcm_set_iv,
    .get_tag = gcm_get_tag,
    .description = "AES-256-GCM of OpenSSL",
    .test_data = &csrtp_gcm_256_cases,
    .id = SRTP_AES_GCM_256,
};

srtp_cipher_type_t csrtp_icm_128 = {
    .alloc = icm_128_make,
    .dealloc = destroy,
    .init = icm_init,
    .encrypt = icm_crypt,
    .decrypt = icm_crypt,
    .set_iv = icm_set_iv,
    .description = "AES-128-CTR of OpenSSL",
    .test_data = &csrtp_icm_128_cases,
    .id = SRTP_AES_ICM_128,
};

srtp_cipher_type_t csrtp_icm_256 = {
    .alloc = icm_256_make,
    .dealloc = destroy,
    .init = icm_init,
    .encrypt = icm_crypt,
    .decrypt = icm_crypt,
    .set_iv = icm_set_iv,
    .description = "AES-256-CTR of OpenSSL",
    .test_data = &csrtp_icm_256_cases,
    .id = SRTP_AES_ICM_256,
};
