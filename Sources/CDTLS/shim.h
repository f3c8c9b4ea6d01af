// SPDX-License-Identifier: MIT
// OpenSSL 3's libssl as far as DTLS needs it, and what of it is a macro or takes variable arguments.
#ifndef SDPRELAY_CDTLS_H
#define SDPRELAY_CDTLS_H

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/srtp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stdint.h>
#include <sys/time.h>

static inline EVP_PKEY *relay_generate_p256(void) { return EVP_EC_gen("P-256"); }

static inline int relay_ssl_ctx_set_dtls_1_2_only(SSL_CTX *context) {
    return SSL_CTX_set_min_proto_version(context, DTLS1_2_VERSION) == 1 &&
           SSL_CTX_set_max_proto_version(context, DTLS1_2_VERSION) == 1;
}
static inline void relay_ssl_ctx_set_options(SSL_CTX *context) {
    SSL_CTX_set_options(
        context,
        SSL_OP_NO_QUERY_MTU | SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
            SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
}
static inline int relay_ssl_ctx_set_groups(SSL_CTX *context, const char *groups) {
    return SSL_CTX_set1_groups_list(context, groups) == 1;
}
static inline void relay_ssl_ctx_set_max_cert_list(SSL_CTX *context, long count) {
    SSL_CTX_set_max_cert_list(context, count);
}
static inline int relay_ssl_ctx_set_max_send_fragment(SSL_CTX *context, long count) {
    return SSL_CTX_set_max_send_fragment(context, count) == 1;
}

static inline void relay_ssl_set_mtu(SSL *ssl, long count) { SSL_set_mtu(ssl, count); }
static inline void relay_ssl_set_app_data(SSL *ssl, void *data) { SSL_set_app_data(ssl, data); }
static inline void *relay_ssl_get_app_data(const SSL *ssl) { return SSL_get_app_data(ssl); }

// The microseconds until OpenSSL's retransmission timer is due; -1 if it is not set.
static inline int64_t relay_dtls_microseconds_left(SSL *ssl) {
    struct timeval left;
    if (DTLSv1_get_timeout(ssl, &left) != 1) return -1;
    return (int64_t)left.tv_sec * 1000000 + left.tv_usec;
}
static inline long relay_dtls_handle_timeout(SSL *ssl) { return DTLSv1_handle_timeout(ssl); }

static inline void relay_bio_set_retry_read(BIO *bio) { BIO_set_retry_read(bio); }
static inline void relay_bio_clear_retry(BIO *bio) { BIO_clear_retry_flags(bio); }

#endif
