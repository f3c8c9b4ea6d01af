// SPDX-License-Identifier: MIT
// libsrtp2, with OpenSSL's AES and SHA-1 in the place of the ciphers it was built with.
#ifndef SDPRELAY_CSRTP_H
#define SDPRELAY_CSRTP_H

#include <srtp2/srtp.h>

// What csrtp_start was at when it failed.
enum csrtp_stage {
    csrtp_stage_done = 0,
    csrtp_stage_init,
    csrtp_stage_fetch,
    csrtp_stage_gcm_128,
    csrtp_stage_gcm_256,
    csrtp_stage_icm_128,
    csrtp_stage_icm_256,
    csrtp_stage_hmac_sha1,
};

// Initialises libsrtp and registers the ciphers. libsrtp runs their published vectors, and those of its own ciphers, and
// refuses what fails. Call it once in a process, before any session. Sets `stage` to where it failed.
srtp_err_status_t csrtp_start(enum csrtp_stage *stage);

// How many contexts were made and freed in this process, of all sessions: they grow only where libsrtp makes its ciphers
// with our types.
unsigned long csrtp_made_contexts(void);
unsigned long csrtp_freed_contexts(void);

#endif
