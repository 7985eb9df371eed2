// SPDX-License-Identifier: Apache-2.0
// A fake Graph API on loopback for POST /VERSION/NUMBER/messages: it judges each request by the limits of the real one,
// keeps it, and answers by a mode. Used by tests through start(), or alone: node fake_graph.js [PORT].
// Questions (GET) about the number, its health, its account's apps and the app secret are answered from `account`:
//   {id, number: {id, …fields}, apps: [{id, name}], app_secret, modes: {number|health|apps|secret: MODE}}
//
// A mode is a word, or an object for what the words don't say:
//   ok · slow:MS · silent · drop_before (closes before the body is read) · drop_after (takes the message, then closes)
//   garbage (200 without sense) · html_502 · error:CODE (body of tests/fixtures/whatsapp/errors, if it has one)
//   {status, body, headers}
// A list of modes is used up one a request; its last one stays.
// Control: GET /control/requests · POST /control {default, rules: {RECIPIENT: MODE}, token, echo} · POST /control/reset
// echo: {url, secret, states: ["sent", …], delay_ms}: delivery reports, signed and posted to the webhook.
'use strict';
const crypto = require('crypto');
const fs = require('fs');
const http = require('http');
const path = require('path');

const errors = path.join(__dirname, '..', 'fixtures', 'whatsapp', 'errors');
const BODY_MAX = 1 << 20;

const sign = (secret, body) => 'sha256=' + crypto.createHmac('sha256', secret).update(body).digest('hex');

// Posts bytes to a webhook; resolves to {status, body, headers}.
function post(url, body, headers = {}) {
    return new Promise((resolve, reject) => {
        const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body);
        const request = http.request(url, { method: 'POST', headers: { 'content-type': 'application/json', 'content-length': bytes.length, ...headers } }, (answer) => {
            let text = '';
            answer.setEncoding('utf8').on('data', (part) => (text += part)).on('end', () => resolve({ status: answer.statusCode, body: text, headers: answer.headers }));
        });
        request.on('error', reject).end(bytes);
    });
}
const postSigned = (url, body, secret) => post(url, body, { 'x-hub-signature-256': sign(secret, body) });

function errorOf(code) {
    const row = fs.readFileSync(path.join(errors, 'expect.tsv'), 'utf8').split('\n').map((line) => line.split('\t')).find((cells) => cells[4] === String(code) && cells[0].endsWith('.json'));
    if (!row) return { status: 400, body: JSON.stringify({ error: { code, type: 'OAuthException', fbtrace_id: 'FAKE' } }) };
    return { status: Number(row[1]), body: fs.readFileSync(path.join(errors, row[0]), 'utf8') };
}

const length = (text) => [...text].length;
const isText = (value, max) => typeof value === 'string' && value.trim() !== '' && length(value) <= max;
const isId = (value, max) => typeof value === 'string' && value !== '' && value === value.trim() && Buffer.byteLength(value) <= max;
const isDistinct = (list) => new Set(list).size === list.length;

// What Meta would refuse, by kind; '' when it is right.
const judges = {
    text: (m) => (isText(m.text?.body, 4096) ? '' : 'text.body'),
    interactive: (m) => (isText(m.interactive?.body?.text, 1024) ? (judges[m.interactive.type] || (() => 'interactive.type'))(m.interactive) : 'interactive.body'),
    button: (i) => {
        const buttons = i.action?.buttons || [];
        if (buttons.length < 1 || buttons.length > 3) return 'buttons';
        if (!buttons.every((b) => b.type === 'reply' && isId(b.reply?.id, 256) && isText(b.reply?.title, 20))) return 'button';
        return isDistinct(buttons.map((b) => b.reply.title)) && isDistinct(buttons.map((b) => b.reply.id)) ? '' : 'the same button twice';
    },
    list: (i) => {
        const sections = i.action?.sections || [], rows = sections.flatMap((s) => s.rows || []);
        if (!isText(i.action?.button, 20)) return 'list button';
        if (rows.length < 1 || rows.length > 10 || (sections.length > 1 && !sections.every((s) => isText(s.title, 24)))) return 'rows';
        if (!rows.every((r) => isId(r.id, 200) && isText(r.title, 24) && (r.description === undefined || isText(r.description, 72)))) return 'row';
        return isDistinct(rows.map((r) => r.id)) ? '' : 'the same row twice';
    },
};
function judge(m, headers) {
    if (!/^application\/json/.test(headers['content-type'] || '')) return 'content-type';
    if (m?.messaging_product !== 'whatsapp') return 'messaging_product';
    if (m.status === 'read') return isId(m.message_id, 256) ? '' : 'message_id';
    if (m.recipient_type !== 'individual') return 'recipient_type';
    if (!(m.to ? /^\+[0-9]{5,15}$/.test(m.to) : /^[A-Z]{2}\.[A-Za-z0-9.]{1,140}$/.test(m.recipient || ''))) return 'to';
    if (m.context && !isId(m.context.message_id, 256)) return 'context';
    if (m.biz_opaque_callback_data && length(m.biz_opaque_callback_data) > 512) return 'biz_opaque_callback_data';
    return (judges[m.type] || (() => 'type'))(m);
}

class Graph {
    constructor() {
        this.reset();
    }

    reset() {
        this.settings = { default: 'ok', rules: {}, token: null, echo: null, account: null };
        this.requests = [];
        this.questions = [];
        this.count = 0;
    }

    set(settings) {
        Object.assign(this.settings, settings, { rules: { ...this.settings.rules, ...settings.rules } });
    }

    modeFor(recipient) {
        const { rules } = this.settings;
        const mode = recipient in rules ? rules[recipient] : this.settings.default;
        if (!Array.isArray(mode)) return mode;
        return mode.length > 1 ? mode.shift() : mode[0];
    }

    // Messages (not read marks) to one recipient, in order.
    to(recipient) {
        return this.requests.filter((r) => r.recipient === recipient && r.body?.type);
    }

    async echo(record, id) {
        const { echo } = this.settings;
        for (const state of echo?.states || []) {
            if (echo.delay_ms) await new Promise((done) => setTimeout(done, echo.delay_ms));
            const status = { id, status: state, timestamp: String(Math.floor(Date.now() / 1000)), recipient_id: record.recipient, biz_opaque_callback_data: record.body.biz_opaque_callback_data };
            const value = { messaging_product: 'whatsapp', metadata: { display_phone_number: '1', phone_number_id: record.number }, statuses: [status] };
            const body = JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: '1', changes: [{ field: 'messages', value }] }] });
            await postSigned(echo.url, body, echo.secret).catch(() => {}); // the service may be gone already
        }
    }

    accept(record) {
        if (record.says) return record.says();
        if (record.body.status === 'read') return { success: true };
        const id = `wamid.FAKE${String(++this.count).padStart(6, '0')}`;
        record.id = id;
        if (this.settings.echo) this.echo(record, id);
        return { messaging_product: 'whatsapp', contacts: [{ input: record.body.to || record.body.recipient, wa_id: record.recipient }], messages: [{ id }] };
    }

    answer(record, socket, reply) {
        const mode = record.mode;
        const [word, number] = typeof mode === 'string' ? mode.split(':') : ['', ''];
        const table = {
            ok: () => reply(200, JSON.stringify(this.accept(record))),
            slow: () => setTimeout(() => reply(200, JSON.stringify(this.accept(record))), Number(number)),
            silent: () => {},
            drop_after: () => (this.accept(record), socket.destroy()),
            garbage: () => reply(200, '\u0001 not what you asked for'),
            html_502: () => reply(502, '<html><body><h1>502 Bad Gateway</h1></body></html>', { 'content-type': 'text/html' }),
            error: () => ((e) => reply(e.status, e.body))(errorOf(Number(number))),
        };
        if (table[word]) table[word]();
        else reply(mode.status || 200, typeof mode.body === 'string' ? mode.body : JSON.stringify(mode.body || {}), mode.headers);
    }

    message(request, bytes, reply) {
        const [, version, number] = /^\/(v[0-9.]+)\/([0-9]+)\/messages$/.exec(request.url) || [];
        let body = null;
        try {
            body = JSON.parse(bytes.toString('utf8'));
        } catch {
            return reply(400, JSON.stringify({ error: { code: 100, message: 'not JSON' } }));
        }
        const recipient = (body.to || '').replace('+', '') || body.recipient || '';
        const record = { at: Date.now(), version, number, recipient, headers: request.headers, body, mode: 'ok', wrong: '' };
        this.requests.push(record);
        record.wrong = version ? judge(body, request.headers) : 'path';
        if (record.wrong) return reply(400, JSON.stringify({ error: { code: 100, message: record.wrong } }));
        if (this.settings.token && request.headers.authorization !== `Bearer ${this.settings.token}`) {
            record.wrong = 'token';
            return reply(401, errorOf(190).body);
        }
        record.mode = body.status === 'read' ? 'ok' : this.modeFor(recipient);
        return this.answer(record, request.socket, reply);
    }

    question(request, reply) {
        const { account, token } = this.settings;
        const url = new URL(request.url, 'http://fake');
        const [, version, id, edge] = /^\/(v[0-9.]+)\/([0-9]+)(\/subscribed_apps)?$/.exec(url.pathname) || [];
        const fields = (url.searchParams.get('fields') || '').split(','), proof = url.searchParams.get('appsecret_proof');
        const kind = edge ? 'apps' : proof ? 'secret' : fields.includes('health_status') ? 'health' : 'number';
        const record = { at: Date.now(), kind, version, id, url: request.url, headers: request.headers, mode: account?.modes?.[kind] || 'ok' };
        const refuse = (code) => ((e) => reply(e.status, e.body))(errorOf(code));
        this.questions.push(record);
        if (!version) return refuse(2500);
        if (token && request.headers.authorization !== `Bearer ${token}`) return reply(401, errorOf(190).body);
        if (!account || id !== (edge ? account.id : account.number.id)) return reply(400, JSON.stringify({ error: { code: 100, error_subcode: 33, type: 'GraphMethodException', fbtrace_id: 'FAKE' } }));
        if (proof && proof !== crypto.createHmac('sha256', account.app_secret).update(token).digest('hex')) return reply(400, JSON.stringify({ error: { code: 100, type: 'GraphMethodException', fbtrace_id: 'FAKE' } }));
        record.says = () => (edge ? { data: account.apps.map((app) => ({ whatsapp_business_api_data: app })) } : Object.fromEntries(Object.entries(account.number).filter(([name]) => name === 'id' || fields.includes(name))));
        return this.answer(record, request.socket, reply);
    }

    control(request, bytes, reply) {
        if (request.url === '/control/requests') return reply(200, JSON.stringify(this.requests));
        if (request.url === '/control/reset') this.reset();
        else this.set(JSON.parse(bytes.toString('utf8')));
        return reply(200, '{}');
    }

    handle(request, response) {
        const reply = (status, body, headers = {}) => {
            if (response.destroyed) return;
            response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers });
            response.end(body);
        };
        const isControl = request.url.startsWith('/control');
        if (!isControl && this.settings.default === 'drop_before') {
            this.requests.push({ at: Date.now(), recipient: '', mode: 'drop_before', body: null });
            request.socket.destroy();
            return;
        }
        const parts = [];
        let total = 0;
        request.on('data', (part) => {
            total += part.length;
            if (total > BODY_MAX) request.socket.destroy();
            else parts.push(part);
        });
        request.on('end', () => {
            if (isControl) this.control(request, Buffer.concat(parts), reply);
            else if (request.method === 'GET') this.question(request, reply);
            else this.message(request, Buffer.concat(parts), reply);
        });
    }
}

// Resolves to a Graph with url (the api_base) and close().
function start(port = 0) {
    const graph = new Graph();
    const server = http.createServer((request, response) => graph.handle(request, response));
    server.keepAliveTimeout = 60000;
    return new Promise((resolve) => {
        server.listen(port, '127.0.0.1', () => {
            graph.url = `http://127.0.0.1:${server.address().port}/v23.0`;
            graph.close = () => new Promise((done) => (server.close(done), server.closeAllConnections()));
            resolve(graph);
        });
    });
}

module.exports = { start, post, postSigned, sign };
if (require.main === module) start(Number(process.argv[2] || 0)).then((graph) => console.log(graph.url));
