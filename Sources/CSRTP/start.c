// SPDX-License-Identifier: MIT
#include "contexts.h"
#include "include/csrtp.h"

#include <stdatomic.h>

static atomic_ulong made, freed;

void csrtp_count_made(void) { atomic_fetch_add_explicit(&made, 1, memory_order_relaxed); }
void csrtp_count_freed(void) { atomic_fetch_add_explicit(&freed, 1, memory_order_relaxed); }
unsigned long csrtp_made_contexts(void) { return atomic_load_explicit(&made, memory_order_relaxed); }
unsigned long csrtp_freed_contexts(void) { return atomic_load_explicit(&freed, memory_order_relaxed); }

srtp_err_status_t csrtp_start(enum csrtp_stage *stage) {
    static const struct {
        srtp_cipher_type_t *type;
        enum csrtp_stage stage;
    } ciphers[] = {
        {&csrtp_gcm_128, csrtp_stage_gcm_128},
        {&csrtp_gcm_256, csrtp_stage_gcm_256},
        {&csrtp_icm_128, csrtp_stage_icm_128},
        {&csrtp_icm_256, csrtp_stage_icm_256},
    };

    *stage = csrtp_stage_init;
    srtp_err_status_t status = srtp_init();
    if (status != srtp_err_status_ok) return status;

    *stage = csrtp_stage_fetch;
    if (!csrtp_fetch_ciphers()) return srtp_err_status_init_fail;

    for (size_t index = 0; index < sizeof ciphers / sizeof *ciphers; index++) {
        *stage = ciphers[index].stage;
        status = srtp_replace_cipher_type(ciphers[index].type, ciphers[index].type->id);
        if (status != srtp_err_status_ok) return status;
    }

    *stage = csrtp_stage_hmac_sha1;
    status = srtp_replace_auth_type(&csrtp_hmac_sha1, csrtp_hmac_sha1.id);
    if (status != srtp_err_status_ok) return status;

    *stage = csrtp_stage_done;
    return srtp_err_status_ok;
}
