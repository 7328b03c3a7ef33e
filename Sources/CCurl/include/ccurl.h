#ifndef CCURL_H
#define CCURL_H

#include <stddef.h>
#include <stdint.h>

/* libcurl behind plain C types: HTTP and HTTPS transfers on one multi handle. Everything belongs to one thread, except
   cc_multi_wakeup, which any thread may call while the handle lives. */

typedef struct cc_multi cc_multi;
typedef struct cc_transfer cc_transfer;

/* Why a transfer ended. */
typedef enum {
    CC_OK,
    CC_BAD_URL,
    CC_PROTOCOL_REFUSED,
    CC_HOST_NOT_FOUND,
    CC_CONNECT_REFUSED,
    CC_CONNECT_FAILED,
    CC_TLS_FAILED,
    CC_CERTIFICATE_REJECTED,
    CC_TIMED_OUT,
    CC_CONNECTION_LOST,
    CC_MALFORMED,
    CC_TOO_LARGE,
    CC_STOPPED,
    CC_NO_MEMORY,
    CC_OTHER,
} cc_cause;

/* Gets bytes; an answer other than 0 stops the transfer with CC_STOPPED. */
typedef int (*cc_receive)(const uint8_t *bytes, size_t count, void *context);

typedef struct {
    const char *url;
    const char *method;
    const char *const *headers; /* lines "Name: value"; "Name;" where the value is empty */
    size_t header_count;
    const uint8_t *body; /* NULL: no body */
    size_t body_length;
    const char *unix_socket;      /* NULL: TCP */
    const char *certificate_file; /* PEM of the authorities to trust instead of the system's; NULL: the system's */
    const char *user_agent;
    long connect_timeout_ms;
    long total_timeout_ms;        /* 0: none */
    long idle_timeout_s;          /* 0: none */
    int64_t maximum_length;       /* announced lengths above this end the transfer with CC_TOO_LARGE; 0: no limit */
    int fresh_connection;         /* never takes a kept connection */
    cc_receive on_header;         /* one line of the head per call, its end of line included */
    cc_receive on_body;           /* decoded bytes */
    void *context;
} cc_request;

typedef struct {
    void *context;       /* of the request */
    cc_cause cause;
    int code;            /* libcurl's own number */
    int was_sent;        /* the request may have reached the server */
    int64_t total_us;    /* duration */
    const char *detail;  /* libcurl's words, may be empty; lives until cc_transfer_free */
} cc_result;

/* NULL when libcurl cannot be started. */
cc_multi *cc_multi_new(long connections_per_host, long connections);
void cc_multi_free(cc_multi *multi);
/* Does what can be done now; 0, or libcurl's number of the error. */
int cc_multi_perform(cc_multi *multi);
/* Waits for sockets, timers or a wake-up; 0, or libcurl's number of the error. */
int cc_multi_poll(cc_multi *multi, int timeout_ms);
int cc_multi_wakeup(cc_multi *multi);
/* The next finished transfer, already taken off the multi handle, or NULL. */
cc_transfer *cc_multi_next(cc_multi *multi, cc_result *result);

/* Starts a transfer; all it needs is copied. NULL with the cause when it cannot start. */
cc_transfer *cc_transfer_start(cc_multi *multi, const cc_request *request, cc_cause *cause);
/* Whether the request may have reached the server. */
int cc_transfer_was_sent(cc_transfer *transfer);
/* Takes a running transfer off the multi handle; its callbacks are not called again. */
void cc_transfer_stop(cc_multi *multi, cc_transfer *transfer);
void cc_transfer_free(cc_transfer *transfer);

/* Resolves `reference` against `base` (RFC 3986). 0, or -1 when one of them is no http or https address. `*resolved` goes to
   cc_free; `*same_origin` says whether scheme, host and port stay; `*downgrade` whether https becomes http. */
int cc_url_resolve(const char *base, const char *reference, char **resolved, int *same_origin, int *downgrade);
void cc_free(char *text);

#endif
