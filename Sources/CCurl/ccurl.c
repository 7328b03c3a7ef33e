#include "ccurl.h"

#include <curl/curl.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct cc_transfer {
    CURL *easy;
    struct curl_slist *headers;
    cc_receive on_header;
    cc_receive on_body;
    void *context;
    char error[CURL_ERROR_SIZE];
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static CURLcode started = CURLE_FAILED_INIT;

static void start_library(void) { started = curl_global_init(CURL_GLOBAL_DEFAULT); }

cc_multi *cc_multi_new(long connections_per_host, long connections) {
    pthread_once(&once, start_library);
    if (started != CURLE_OK) return NULL;
    CURLM *multi = curl_multi_init();
    if (multi == NULL) return NULL;
    if (curl_multi_setopt(multi, CURLMOPT_MAX_HOST_CONNECTIONS, connections_per_host) != CURLM_OK
        || curl_multi_setopt(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, connections) != CURLM_OK
        || curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, connections) != CURLM_OK) {
        curl_multi_cleanup(multi);
        return NULL;
    }
    return (cc_multi *)multi;
}

void cc_multi_free(cc_multi *multi) { curl_multi_cleanup((CURLM *)multi); }

int cc_multi_perform(cc_multi *multi) {
    int running = 0;
    return (int)curl_multi_perform((CURLM *)multi, &running);
}

int cc_multi_poll(cc_multi *multi, int timeout_ms) {
    return (int)curl_multi_poll((CURLM *)multi, NULL, 0, timeout_ms, NULL);
}

int cc_multi_wakeup(cc_multi *multi) { return (int)curl_multi_wakeup((CURLM *)multi); }

static cc_cause cause_of(CURLcode code, int was_sent, long system_error) {
    switch (code) {
    case CURLE_OK: return CC_OK;
    case CURLE_URL_MALFORMAT: return CC_BAD_URL;
    /* Also libcurl's word for an answer without a status line (HTTP/0.9). */
    case CURLE_UNSUPPORTED_PROTOCOL: return was_sent ? CC_MALFORMED : CC_PROTOCOL_REFUSED;
    case CURLE_COULDNT_RESOLVE_HOST: return CC_HOST_NOT_FOUND;
    case CURLE_COULDNT_CONNECT: return system_error == ECONNREFUSED ? CC_CONNECT_REFUSED : CC_CONNECT_FAILED;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CIPHER: return CC_TLS_FAILED;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS: return CC_CERTIFICATE_REJECTED;
    case CURLE_OPERATION_TIMEDOUT: return CC_TIMED_OUT;
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_FAIL_REWIND:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM: return CC_CONNECTION_LOST;
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING: return CC_MALFORMED;
    case CURLE_FILESIZE_EXCEEDED: return CC_TOO_LARGE;
    case CURLE_WRITE_ERROR:
    case CURLE_ABORTED_BY_CALLBACK: return CC_STOPPED;
    case CURLE_OUT_OF_MEMORY: return CC_NO_MEMORY;
    default: return CC_OTHER;
    }
}

int cc_transfer_was_sent(cc_transfer *transfer) {
    long bytes = 0;
    curl_off_t ready = 0;
    curl_easy_getinfo(transfer->easy, CURLINFO_REQUEST_SIZE, &bytes);
    curl_easy_getinfo(transfer->easy, CURLINFO_PRETRANSFER_TIME_T, &ready);
    return bytes > 0 || ready > 0;
}

cc_transfer *cc_multi_next(cc_multi *multi, cc_result *result) {
    int left = 0;
    CURLMsg *message = NULL;
    while ((message = curl_multi_info_read((CURLM *)multi, &left)) != NULL) {
        if (message->msg != CURLMSG_DONE) continue;
        CURL *easy = message->easy_handle;
        CURLcode code = message->data.result;
        char *private = NULL;
        curl_easy_getinfo(easy, CURLINFO_PRIVATE, &private);
        curl_off_t total = 0;
        curl_easy_getinfo(easy, CURLINFO_TOTAL_TIME_T, &total);
        long system_error = 0;
        curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &system_error);
        cc_transfer *transfer = (cc_transfer *)private;
        result->context = transfer->context;
        result->was_sent = cc_transfer_was_sent(transfer);
        result->cause = cause_of(code, result->was_sent, system_error);
        result->code = (int)code;
        result->total_us = (int64_t)total;
        if (code != CURLE_OK && transfer->error[0] == 0) {
            strncpy(transfer->error, curl_easy_strerror(code), sizeof transfer->error - 1);
        }
        result->detail = transfer->error;
        curl_multi_remove_handle((CURLM *)multi, easy);
        return transfer;
    }
    return NULL;
}

static size_t header_arrived(char *bytes, size_t size, size_t count, void *user) {
    cc_transfer *transfer = user;
    return transfer->on_header((const uint8_t *)bytes, size * count, transfer->context) == 0 ? size * count : 0;
}

static size_t body_arrived(char *bytes, size_t size, size_t count, void *user) {
    cc_transfer *transfer = user;
    size_t length = size * count;
    if (length == 0) return 0;
    return transfer->on_body((const uint8_t *)bytes, length, transfer->context) == 0 ? length : 0;
}

static int append(cc_transfer *transfer, const char *line) {
    struct curl_slist *longer = curl_slist_append(transfer->headers, line);
    if (longer == NULL) return 0;
    transfer->headers = longer;
    return 1;
}

static int set_headers(cc_transfer *transfer, const cc_request *request) {
    int has_type = 0;
    for (size_t i = 0; i < request->header_count; i += 1) {
        if (strncasecmp(request->headers[i], "content-type", 12) == 0) has_type = 1;
        if (!append(transfer, request->headers[i])) return 0;
    }
    /* libcurl would wait for "100 Continue" before large bodies, and call every body a form. */
    if (!append(transfer, "Expect:")) return 0;
    if (request->body != NULL && !has_type && !append(transfer, "Content-Type:")) return 0;
    return 1;
}

static CURLcode set_method(CURL *easy, const cc_request *request) {
    CURLcode code = CURLE_OK;
    if (request->body != NULL) {
        code = curl_easy_setopt(easy, CURLOPT_POST, 1L);
        if (code == CURLE_OK)
            code = curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_length);
        if (code == CURLE_OK) code = curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, (const char *)request->body);
    } else if (strcmp(request->method, "HEAD") == 0) {
        return curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    } else {
        code = curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
    }
    if (code == CURLE_OK) code = curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request->method);
    return code;
}

#define SET(option, value) \
    if (code == CURLE_OK) code = curl_easy_setopt(easy, option, value)

static CURLcode set_options(cc_transfer *transfer, const cc_request *request) {
    CURL *easy = transfer->easy;
    CURLcode code = CURLE_OK;
    SET(CURLOPT_ERRORBUFFER, transfer->error);
    SET(CURLOPT_PRIVATE, (char *)transfer);
    SET(CURLOPT_PROTOCOLS_STR, "http,https");
    SET(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    SET(CURLOPT_FOLLOWLOCATION, 0L);
    SET(CURLOPT_URL, request->url);
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_NOPROGRESS, 1L);
    /* An empty name turns off the proxies of the environment. */
    SET(CURLOPT_PROXY, "");
    SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    SET(CURLOPT_HTTP09_ALLOWED, 0L);
    SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    SET(CURLOPT_SSL_VERIFYPEER, 1L);
    SET(CURLOPT_SSL_VERIFYHOST, 2L);
    SET(CURLOPT_ACCEPT_ENCODING, "");
    SET(CURLOPT_TCP_KEEPALIVE, 1L);
    SET(CURLOPT_CONNECTTIMEOUT_MS, request->connect_timeout_ms);
    SET(CURLOPT_TIMEOUT_MS, request->total_timeout_ms);
    SET(CURLOPT_FRESH_CONNECT, (long)request->fresh_connection);
    SET(CURLOPT_USERAGENT, request->user_agent);
    if (request->idle_timeout_s > 0) {
        SET(CURLOPT_LOW_SPEED_LIMIT, 1L);
        SET(CURLOPT_LOW_SPEED_TIME, request->idle_timeout_s);
    }
    if (request->maximum_length > 0) SET(CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)request->maximum_length);
    /* Parallel requests wait for one HTTP/2 connection instead of opening many; plain HTTP has nothing to wait for. */
    if (strncasecmp(request->url, "https:", 6) == 0) SET(CURLOPT_PIPEWAIT, 1L);
    if (request->unix_socket != NULL) SET(CURLOPT_UNIX_SOCKET_PATH, request->unix_socket);
    if (request->certificate_file != NULL) SET(CURLOPT_CAINFO, request->certificate_file);
    SET(CURLOPT_HTTPHEADER, transfer->headers);
    SET(CURLOPT_HEADERFUNCTION, header_arrived);
    SET(CURLOPT_HEADERDATA, transfer);
    SET(CURLOPT_WRITEFUNCTION, body_arrived);
    SET(CURLOPT_WRITEDATA, transfer);
    if (code == CURLE_OK) code = set_method(easy, request);
    return code;
}

cc_transfer *cc_transfer_start(cc_multi *multi, const cc_request *request, cc_cause *cause) {
    *cause = CC_NO_MEMORY;
    cc_transfer *transfer = calloc(1, sizeof *transfer);
    if (transfer == NULL) return NULL;
    transfer->on_header = request->on_header;
    transfer->on_body = request->on_body;
    transfer->context = request->context;
    transfer->easy = curl_easy_init();
    if (transfer->easy == NULL || !set_headers(transfer, request)) {
        cc_transfer_free(transfer);
        return NULL;
    }
    CURLcode code = set_options(transfer, request);
    if (code == CURLE_OK && curl_multi_add_handle((CURLM *)multi, transfer->easy) == CURLM_OK) {
        *cause = CC_OK;
        return transfer;
    }
    *cause = code == CURLE_OK ? CC_OTHER : cause_of(code, 0, 0);
    cc_transfer_free(transfer);
    return NULL;
}

void cc_transfer_stop(cc_multi *multi, cc_transfer *transfer) {
    curl_multi_remove_handle((CURLM *)multi, transfer->easy);
}

void cc_transfer_free(cc_transfer *transfer) {
    if (transfer == NULL) return;
    if (transfer->easy != NULL) curl_easy_cleanup(transfer->easy);
    curl_slist_free_all(transfer->headers);
    free(transfer);
}

/* One part of an address, to be freed with curl_free; NULL when absent. */
static char *part(CURLU *address, CURLUPart which, unsigned flags) {
    char *text = NULL;
    return curl_url_get(address, which, &text, flags) == CURLUE_OK ? text : NULL;
}

int cc_url_resolve(const char *base, const char *reference, char **resolved, int *same_origin, int *downgrade) {
    int answer = -1;
    CURLU *from = curl_url();
    CURLU *to = curl_url();
    char *scheme[2] = {NULL, NULL}, *host[2] = {NULL, NULL}, *port[2] = {NULL, NULL};
    if (from != NULL && to != NULL && curl_url_set(from, CURLUPART_URL, base, 0) == CURLUE_OK
        && curl_url_set(to, CURLUPART_URL, base, 0) == CURLUE_OK
        && curl_url_set(to, CURLUPART_URL, reference, 0) == CURLUE_OK
        && curl_url_set(to, CURLUPART_FRAGMENT, NULL, 0) == CURLUE_OK) {
        CURLU *both[2] = {from, to};
        for (int i = 0; i < 2; i += 1) {
            scheme[i] = part(both[i], CURLUPART_SCHEME, 0);
            host[i] = part(both[i], CURLUPART_HOST, 0);
            port[i] = part(both[i], CURLUPART_PORT, CURLU_DEFAULT_PORT);
        }
        char *text = part(to, CURLUPART_URL, 0);
        if (text != NULL && scheme[0] && scheme[1] && host[0] && host[1] && port[0] && port[1]
            && (strcmp(scheme[1], "http") == 0 || strcmp(scheme[1], "https") == 0)) {
            *same_origin = strcmp(scheme[0], scheme[1]) == 0 && strcasecmp(host[0], host[1]) == 0
                && strcmp(port[0], port[1]) == 0;
            *downgrade = strcmp(scheme[0], "https") == 0 && strcmp(scheme[1], "http") == 0;
            *resolved = text;
            answer = 0;
        } else {
            curl_free(text);
        }
    }
    for (int i = 0; i < 2; i += 1) {
        curl_free(scheme[i]);
        curl_free(host[i]);
        curl_free(port[i]);
    }
    curl_url_cleanup(from);
    curl_url_cleanup(to);
    return answer;
}

void cc_free(char *text) { curl_free(text); }
