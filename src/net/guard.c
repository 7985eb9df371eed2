// SPDX-License-Identifier: Apache-2.0
// Who may call a route of the console: Origin, session, role and token, in this order. Signing in asks for the Origin
// only, so that no other site can sign a browser in.
#include <stdio.h>
#include <string.h>

#include "../base/clock.h"
#include "inside.h"

enum { SEEN_ARENA = 4096 };

// A browser says one of the two at each write, and a page cannot change them.
static bool is_own_site(const struct net *n, const struct credentials *k) {
    bool is_said = k->origin[0] || k->fetch_site[0];
    bool is_site = !k->fetch_site[0] || strcmp(k->fetch_site, "same-origin") == 0;
    return is_said && is_site && (!k->origin[0] || header_is_own_origin(k->origin, k->host, n->config->server.public_url));
}

// The base hears once a minute that a session is in use; when the desk is full, the next request tells.
static void tell_seen(struct net *n, const struct session_note *session) {
    struct arena *a = arena_new(SEEN_ARENA);
    struct mail *m = arena_alloc(a, sizeof *m);
    struct account_call *call = arena_alloc(a, sizeof *call);
    *call = (struct account_call){.kind = ACCOUNT_SEEN, .session = session->id};
    *m = (struct mail){.kind = MAIL_ACCOUNT, .arena = a, .received_us = clock_mono_us(), .account = call};
    mail_send(n, m);
}

void guard_know(struct net *n, struct conn *c, const struct credentials *k) {
    bool is_news = false;
    c->session = sessions_find(n->sessions, k->cookie, clock_wall_ms(), &is_news);
    c->session_id = c->session ? c->session->id : 0;
    if (is_news)
        tell_seen(n, c->session);
}

static bool refuse(struct response *r, int status, const char *code, const char *detail) {
    respond_problem(r, status, code, detail);
    return true;
}

bool guard_refuses(struct net *n, struct conn *c, const struct credentials *k, bool is_write, struct response *r) {
    guard_know(n, c, k);
    if (is_write && !is_own_site(n, k))
        return refuse(r, 403, "origin", "this page may not speak for another site");
    if (c->route->policy == POLICY_SIGN_IN)
        return false;
    if (!c->session && !sessions_is_ready(n->sessions)) {
        refuse(r, 503, "busy", "come again");
        r->headers = "Retry-After: 1\r\n";
        return true;
    }
    if (!c->session)
        return refuse(r, 401, "no_session", "sign in first");
    if (is_write && !sessions_csrf_is(n->sessions, c->session, k->csrf))
        return refuse(r, 403, "csrf", "the token of this session is missing; read it by GET /api/v1/session");
    if (c->session->role < c->route->role)
        return refuse(r, 403, "role", "your role may not do that");
    return false;
}
