// SPDX-License-Identifier: Apache-2.0
// `lurus check --online`: what the gateway says of token, number and webhook, each outcome from a fake Graph API.
'use strict';
const { test, before, after, beforeEach } = require('node:test');
const assert = require('node:assert');
const fs = require('fs');
const net = require('net');
const os = require('os');
const path = require('path');
const { spawn } = require('child_process');
const { start } = require('./fake_graph.js');
const { lurus } = require('./service.js');

const number = '106540352242922', secret = 'the-app-secret', token = 'the-access-token', verify = 'the-verify-token';
const hook = 'https://hotline.example/hook/whatsapp';
const entity = (entity_type, id, more = {}) => ({ entity_type, id, can_send_message: 'AVAILABLE', ...more });
const account = (more = {}) => ({
    id: '300', app_secret: secret, apps: [{ id: '400', name: 'Hotline App' }], modes: {}, ...more,
    number: {
        id: number, display_phone_number: '+62 811-9787-670', verified_name: 'Hotline Uji', quality_rating: 'GREEN', platform_type: 'CLOUD_API',
        throughput: { level: 'STANDARD' }, status: 'CONNECTED', webhook_configuration: { application: hook },
        health_status: { can_send_message: 'AVAILABLE', entities: [entity('PHONE_NUMBER', number), entity('WABA', '300'), entity('BUSINESS', '200'), entity('APP', '400')] },
        ...more.number,
    },
});

let graph, folder;
before(async () => {
    graph = await start();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lurus-check-'));
});
after(async () => {
    await graph.close();
    fs.rmSync(folder, { recursive: true });
});
beforeEach(() => {
    graph.reset();
    graph.set({ token, account: account() });
});

function configure({ base = graph.url, url = 'https://hotline.example', id = number, whatsapp = true, more = '', key = token } = {}) {
    const file = path.join(folder, 'lurus.conf');
    fs.writeFileSync(file, [url ? `server { public_url = "${url}" }` : '', whatsapp && `whatsapp { phone_number_id = "${id}"`, whatsapp && `access_token = "${key}"`,
        whatsapp && `app_secret = "${secret}"`, whatsapp && `verify_token = "${verify}"`, whatsapp && `api_base = "${base}"`, whatsapp && `${more} }`, ''].filter(Boolean).join('\n') + '\n');
    return file;
}

// The fake gateway lives in this process, so the command must not block it.
function run(conf, ...args) {
    return new Promise((resolve) => {
        const child = spawn(lurus, ['-c', conf, 'check', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
        let out = '', err = '';
        child.stdout.setEncoding('utf8').on('data', (text) => (out += text));
        child.stderr.setEncoding('utf8').on('data', (text) => (err += text));
        child.on('close', (code) => {
            const lines = out.trimEnd().split('\n');
            const seen = out + err;
            for (const hidden of [token, secret, verify, 'appsecret_proof']) assert.ok(!seen.includes(hidden), `${hidden} in:\n${seen}`);
            resolve({ code, err, last: lines.pop(), notes: lines.filter((l) => l.startsWith('note: ')), findings: lines.filter((l) => !l.startsWith('note: ')) });
        });
    });
}
const online = (settings) => run(configure(settings), '--online');

test('all is right', async () => {
    const r = await online();
    assert.deepStrictEqual(r.findings, [], r.err);
    assert.strictEqual(r.code, 0);
    assert.match(r.last, / 0 findings$/);
    const notes = r.notes.join('\n');
    for (const wanted of ['whatsapp.access_token: is accepted', "+62 811-9787-670, 'Hotline Uji'; quality GREEN, throughput STANDARD", `whatsapp webhook: goes to ${hook}`,
        'may send (AVAILABLE)', "the app 'Hotline App' is subscribed to the account 300", "whatsapp.app_secret: is that of the token's app"])
        assert.ok(notes.includes(wanted), `${wanted} in:\n${notes}`);
    assert.deepStrictEqual(graph.questions.map((q) => q.kind), ['number', 'health', 'apps', 'secret']);
    assert.ok(graph.questions.every((q) => q.headers.authorization === `Bearer ${token}` && /^lurus\//.test(q.headers['user-agent']) && !q.headers['content-type']));
    assert.ok(graph.questions.every((q) => !q.url.includes(token) && !q.url.includes(secret)));
});

test('without --online nothing is sent', async () => {
    const r = await run(configure());
    assert.strictEqual(r.code, 0, r.err);
    assert.deepStrictEqual([r.notes, r.findings, graph.questions, graph.requests], [[], [], [], []]);
});

test('no gateway', async () => {
    const r = await online({ whatsapp: false });
    assert.strictEqual(r.code, 0, r.err);
    assert.deepStrictEqual(r.notes, ['note: no gateway is configured, so none was asked; the web chat needs none']);
    assert.strictEqual(graph.questions.length, 0);
});

// What the gateway says, the one finding that follows, and how many questions were asked until then.
const text = (at) => ({ application: at });
const outcomes = [
    ['a token that expired', { modes: { number: 'error:190' } }, /^whatsapp\.access_token: has expired \(code 190, subcode 463, trace [A-Za-z0-9_-]+\); make a token/, 1],
    ['no permission', { modes: { number: 'error:200' } }, /^whatsapp\.access_token: lacks a permission \(code 200, subcode 1349174, .*\); give its system user/, 1],
    ['permission denied', { modes: { number: 'error:10' } }, /^whatsapp\.access_token: lacks a permission \(code 10,/, 1],
    ['an account that is locked', { modes: { number: 'error:131031' } }, /^whatsapp\.phone_number_id: is locked by Meta \(code 131031,/, 1],
    ['a limit of calls', { modes: { number: { status: 400, body: { error: { code: 80007 } }, headers: { 'x-business-use-case-usage': '{"300":[{"estimated_time_to_regain_access":17}]}' } } } },
        /^whatsapp\.api_base: was asked too often \(code 80007, trace none\); try again in 17 minutes$/, 1],
    ['a limit without a code', { modes: { number: { status: 429, body: 'slow down', headers: { 'retry-after': '90' } } } }, /asked too often \(HTTP 429\); try again in 2 minutes$/, 1],
    ['a disturbance', { modes: { number: 'error:2' } }, /^whatsapp\.api_base: has a disturbance \(code 2,.*\); try again later$/, 1],
    ['a code that nobody knows', { modes: { number: 'error:987' } }, /^whatsapp\.api_base: refuses the question \(code 987,.*\); look the code up/, 1],
    ['a page of a proxy', { modes: { number: 'html_502' } }, /^whatsapp\.api_base: http:\/\/127\.0\.0\.1:\d+\/v23\.0 does not answer like the Graph API \(HTTP 502\); check/, 1],
    ['garbage', { modes: { number: 'garbage' } }, /does not answer like the Graph API \(HTTP 200\)/, 1],
    ['a redirect', { modes: { number: { status: 302, headers: { location: 'http://127.0.0.1:9/' } } } }, /does not answer like the Graph API \(HTTP 302\)/, 1],
    ['an endless answer', { modes: { number: { status: 200, body: 'x'.repeat(70000) } } }, /^whatsapp\.api_base: .* answers with more than is taken; check/, 1],
    ['a connection that ends', { modes: { number: 'drop_after' } }, /^whatsapp\.api_base: .* breaks off before an answer; check/, 1],
    ['another number', { modes: { number: { status: 200, body: { id: '1' } } } }, /^whatsapp\.phone_number_id: gets the answer of another number \(id '1'\); check/, 1],
    ['a bad quality', { number: { quality_rating: 'RED' } }, /^whatsapp\.phone_number_id: has the quality rating RED; see/, 4],
    ['a number that is not connected', { number: { status: 'BANNED' } }, /^whatsapp\.phone_number_id: has the status BANNED instead of CONNECTED; see/, 4],
    ['another platform', { number: { platform_type: 'ON_PREMISE' } }, /is not on the Cloud API \(platform ON_PREMISE\); register/, 4],
    ['no webhook', { number: { webhook_configuration: {} } }, /^whatsapp webhook: is not set there; set it to https:\/\/hotline\.example\/hook\/whatsapp: in the app/, 4],
    ['a webhook elsewhere', { number: { webhook_configuration: text('https://me:pass@other.example/hook?key=hidden') } },
        /^whatsapp webhook: goes to https:\/\/other\.example\/hook\?…, but this service is at https:\/\/hotline\.example\/hook\/whatsapp; set it there \(in the app, .*or correct server\.public_url$/, 4],
    ['an override of the number', { number: { webhook_configuration: { phone_number: 'https://old.example/hook/whatsapp', application: hook } } },
        /^whatsapp webhook: goes to https:\/\/old\.example\/hook\/whatsapp, .*the number's own override/, 4],
    ['a number that is blocked', { number: { health_status: { can_send_message: 'BLOCKED', entities: [entity('WABA', '300', { can_send_message: 'BLOCKED', errors: [{ error_code: 141006, error_description: 'no \u001b[31mpayment\u0007' }] }), entity('APP', '400')] } } },
        /^whatsapp\.phone_number_id: may not send: WABA is blocked \(code 141006: no \?\[31mpayment\?\); see/, 4],
    ['no subscription', { apps: [] }, /^whatsapp webhook: gets nothing: the app 400 is not subscribed to the account 300; POST \/300\/subscribed_apps/, 4],
    ["another app's subscription", { apps: [{ id: '401', name: 'Other' }] }, /^whatsapp webhook: gets nothing: the app 400/, 4],
    ['subscriptions that may not be read', { modes: { apps: 'error:200' } }, /^whatsapp\.access_token: lacks a permission .*whatsapp_business_management$/, 4],
    ['an account that may not be read', { modes: { apps: { status: 400, body: { error: { code: 100, error_subcode: 33 } } } } },
        /^whatsapp\.access_token: may not read the subscriptions of the account 300 \(trace none\); give its system user/, 4],
    ['an account without a name', { number: { health_status: { can_send_message: 'AVAILABLE' } } }, /^whatsapp webhook: cannot be checked whole/, 3],
    ['another app secret', { app_secret: 'another' }, /^whatsapp\.app_secret: is not that of the token's app \(code 100, trace .*\); copy it from App settings/, 4],
];
for (const [what, more, wanted, questions] of outcomes) {
    test(`finding: ${what}`, async () => {
        graph.set({ account: account(more) });
        const r = await online();
        assert.strictEqual(r.findings.length, 1, r.findings.join('\n') + r.err);
        assert.match(r.findings[0], wanted);
        assert.ok(!/pass@|hidden|\u001b/.test(r.findings[0]));
        assert.strictEqual(r.code, 1);
        assert.match(r.last, / 1 findings$/);
        assert.strictEqual(graph.questions.length, questions);
        assert.strictEqual(graph.requests.length, 0);
    });
}

const settings = [
    ['a wrong token', { key: 'wrong' }, /^whatsapp\.access_token: (is refused|has expired|was revoked) \(code 190/],
    ['an unknown number', { id: '999' }, /^whatsapp\.phone_number_id: is unknown to this token: .*\(code 100, subcode 33, trace FAKE\); copy the phone number id/],
    ['a prefix without a version', { base: () => new URL(graph.url).origin }, /^whatsapp\.api_base: does not know the question \(code 2500, trace FAKE\); use https:\/\/graph\.facebook\.com/],
    ['a host that is not found', { base: 'https://user:pass@graph.lurus.invalid/v23.0' }, /^whatsapp\.api_base: https:\/\/graph\.lurus\.invalid\/v23\.0 has a host name that is not found; check/],
    ['http where https is said', { base: () => graph.url.replace('http:', 'https:') }, /^whatsapp\.api_base: .* has no https that can be trusted; check/],
    ['more messages a second than the number may send', { more: 'messages_per_second = 200' }, /^whatsapp\.messages_per_second: is 200, more than the 80 of this number; lower it/],
    ['no public_url', { url: '' }, /^server\.public_url: is not set, so the webhook cannot be compared; it goes to https:\/\/hotline\.example\/hook\/whatsapp; set it/],
    ['another public_url', { url: 'https://HOTLINE.example/desk/' }, /^whatsapp webhook: goes to .* but this service is at https:\/\/HOTLINE\.example\/desk\/hook\/whatsapp;/],
];
for (const [what, config, wanted] of settings) {
    test(`finding in the configuration: ${what}`, async () => {
        const r = await online({ ...config, base: typeof config.base === 'function' ? config.base() : config.base });
        assert.strictEqual(r.findings.length, 1, r.findings.join('\n') + r.err);
        assert.match(r.findings[0], wanted);
        assert.strictEqual(r.code, 1);
    });
}

test('the same address, written otherwise', async () => {
    const r = await online({ url: 'HTTPS://Hotline.Example/' });
    assert.deepStrictEqual(r.findings, []);
});

test('a port where nobody listens', async () => {
    const free = net.createServer().listen(0, '127.0.0.1');
    await new Promise((done) => free.once('listening', done));
    const { port } = free.address();
    await new Promise((done) => free.close(done));
    const r = await online({ base: `http://127.0.0.1:${port}/v23.0` });
    assert.match(r.findings.join('\n'), /^whatsapp\.api_base: http:\/\/127\.0\.0\.1:\d+\/v23\.0 cannot be reached; check the network/);
    assert.strictEqual(r.code, 1);
});

test('a gateway that stays silent', async () => {
    graph.set({ account: account({ modes: { health: 'silent' } }) });
    const begin = Date.now(), r = await online();
    assert.match(r.findings.join('\n'), /^whatsapp\.api_base: .* does not answer in time; check the network, or try again later$/);
    assert.ok(Date.now() - begin < 20000);
    assert.strictEqual(graph.questions.length, 2);
});

test('several findings are all told', async () => {
    graph.set({ account: account({ apps: [], app_secret: 'another', number: { quality_rating: 'RED', webhook_configuration: {} } }) });
    const r = await online();
    assert.deepStrictEqual(r.findings.map((l) => l.split(':')[0]), ['whatsapp.phone_number_id', 'whatsapp webhook', 'whatsapp webhook', 'whatsapp.app_secret']);
    assert.strictEqual(r.code, 1);
});

test('a limited account is a note', async () => {
    const errors = [{ error_code: 141010, error_description: 'not verified yet' }];
    graph.set({ account: account({ number: { health_status: { can_send_message: 'LIMITED', entities: [entity('WABA', '300'), entity('BUSINESS', '200', { can_send_message: 'LIMITED', errors }), entity('APP', '400')] } } }) });
    const r = await online();
    assert.deepStrictEqual(r.findings, []);
    assert.ok(r.notes.some((l) => l.includes('may send replies, but BUSINESS is limited (code 141010: not verified yet)')), r.notes.join('\n'));
});

test('a wrong command line', async () => {
    const r = await run(configure(), '--online=yes');
    assert.strictEqual(r.code, 2);
    assert.match(r.err, /^lurus: check: unknown option; usage: lurus \[-c FILE\] check \[--online\]/);
    assert.strictEqual(graph.questions.length, 0);
});
