/*
 * Passes a file of requests through libmodsecurity again and again, on one thread, and prints for each class what
 * `waf replay --bench` prints, in processor time of the thread.
 *
 *   cc -O2 -o replay replay.c -lmodsecurity        (Debian: libmodsecurity-dev)
 *   python3 requests.py mix.jsonl mix.bin
 *   ./replay mix.bin PASSES RULES.conf...
 */
#include <modsecurity/modsecurity.h>
#include <modsecurity/rules_set.h>
#include <modsecurity/transaction.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct {
    char *bytes;
    int length;
} Text;

typedef struct {
    Text kind, method, uri, version, body;
    int headers;
    Text *names, *values;
} Request;

static int number(FILE *in) {
    int n;
    if (fread(&n, sizeof n, 1, in) != 1) {
        fprintf(stderr, "the file ends too early\n");
        exit(1);
    }
    return n;
}

static Text text(FILE *in) {
    Text t;
    t.length = number(in);
    t.bytes = calloc(1, t.length + 1);
    if (t.length && fread(t.bytes, 1, t.length, in) != (size_t) t.length) {
        fprintf(stderr, "the file ends too early\n");
        exit(1);
    }
    return t;
}

static Request *read_all(const char *name, int *count) {
    FILE *in = fopen(name, "rb");
    if (!in) {
        perror(name);
        exit(1);
    }
    *count = number(in);
    Request *all = calloc(*count, sizeof *all);
    for (int i = 0; i < *count; i++) {
        Request *r = all + i;
        r->kind = text(in);
        r->method = text(in);
        r->uri = text(in);
        r->version = text(in);
        r->headers = number(in);
        r->names = calloc(r->headers, sizeof(Text));
        r->values = calloc(r->headers, sizeof(Text));
        for (int h = 0; h < r->headers; h++) {
            r->names[h] = text(in);
            r->values[h] = text(in);
        }
        r->body = text(in);
    }
    fclose(in);
    return all;
}

static double micros(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return t.tv_sec * 1e6 + t.tv_nsec / 1e3;
}

static void ignore(void *data, const void *message) {
    (void) data;
    (void) message;
}

/* One request through all phases, with an empty response. */
static void pass(ModSecurity *security, RulesSet *rules, Request *r) {
    Transaction *t = msc_new_transaction(security, rules, NULL);
    msc_process_connection(t, "127.0.0.1", 1234, "127.0.0.1", 80);
    msc_process_uri(t, r->uri.bytes, r->method.bytes, r->version.bytes);
    for (int h = 0; h < r->headers; h++) {
        msc_add_n_request_header(t, (unsigned char *) r->names[h].bytes, r->names[h].length,
                                 (unsigned char *) r->values[h].bytes, r->values[h].length);
    }
    msc_process_request_headers(t);
    if (r->body.length) {
        msc_append_request_body(t, (unsigned char *) r->body.bytes, r->body.length);
    }
    msc_process_request_body(t);
    msc_process_response_headers(t, 200, "HTTP/1.1");
    msc_process_response_body(t);
    msc_process_logging(t);
    msc_transaction_cleanup(t);
}

static int compare(const void *a, const void *b) {
    double x = *(const double *) a, y = *(const double *) b;
    return x < y ? -1 : x > y;
}

/* The line of one class, or of all requests without one. */
static void report(const char *kind, Request *requests, int count, double *times, int passes) {
    double *some = calloc((size_t) count * passes, sizeof(double)), sum = 0;
    long n = 0;
    for (int p = 0; p < passes; p++) {
        for (int i = 0; i < count; i++) {
            if (!kind || !strcmp(requests[i].kind.bytes, kind)) {
                sum += some[n++] = times[(size_t) p * count + i];
            }
        }
    }
    qsort(some, n, sizeof(double), compare);
    printf("{\"class\": \"%s\", \"requests\": %ld, \"mean_us\": %.1f, \"median_us\": %.1f, \"p99_us\": %.1f}\n",
           kind ? kind : "all", n, sum / n, some[n / 2], some[(long) (n * 0.99)]);
    free(some);
}

int main(int argc, char **argv) {
    if (argc < 4) {
        fprintf(stderr, "replay REQUESTS.bin PASSES RULES.conf...\n");
        return 2;
    }
    int count, passes = atoi(argv[2]);
    Request *requests = read_all(argv[1], &count);
    ModSecurity *security = msc_init();
    msc_set_connector_info(security, "replay");
    msc_set_log_cb(security, ignore);
    RulesSet *rules = msc_create_rules_set();
    const char *error = NULL;
    for (int i = 3; i < argc; i++) {
        if (msc_rules_add_file(rules, argv[i], &error) < 0) {
            fprintf(stderr, "%s: %s\n", argv[i], error);
            return 1;
        }
    }
    double *times = calloc((size_t) count * passes, sizeof(double));
    for (int p = -1; p < passes; p++) { /* the first pass warms up */
        for (int i = 0; i < count; i++) {
            double start = micros();
            pass(security, rules, requests + i);
            if (p >= 0) {
                times[(size_t) p * count + i] = micros() - start;
            }
        }
    }
    for (int i = 0; i < count; i++) {
        int known = 0;
        for (int j = 0; j < i && !known; j++) {
            known = !strcmp(requests[i].kind.bytes, requests[j].kind.bytes);
        }
        if (!known) {
            report(requests[i].kind.bytes, requests, count, times, passes);
        }
    }
    report(NULL, requests, count, times, passes);
    return 0;
}
