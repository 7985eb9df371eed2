// SPDX-License-Identifier: Apache-2.0
// The console's sign-in from outside: link, password, codes, sessions, throttle, roles, tokens; nothing of it in the log.
'use strict';
const { test, before, after } = require('node:test');
const assert = require('node:assert');
const fs = require('fs');
const net = require('net');
const path = require('path');
const { spawn, spawnSync } = require('child_process');
const { Service, root } = require('./service.js');
const { Client, totp, addOperator } = require('./client.js');

const secrets = new Set(); // whatever must never stand in a log
const keep = (text) => {
    secrets.add(text);
    return text;
};
const passwords = { admin: keep('tikar lapuk sungai'), other: keep('payung retak gunung'), third: keep('sendok mendung kapur') };

let service, admin, log = '';
before(async () => {
    service = await new Service({ facts: false }).start();
});
after(() => service?.stop());

async function restart() {
    await service.stop();
    log += service.log;
    await service.start();
}

async function newcomer(name, role, password) {
    const client = new Client(service);
    const r = await client.useLink(keep(addOperator(service, name, role)), password);
    assert.strictEqual(r.status, 200, r.text);
    keep(client.cookie);
    return client;
}

test('the link sets the password, once', async () => {
    const link = keep(addOperator(service, 'budi', 'admin'));
    assert.match(link, /^http:\/\/127\.0\.0\.1:\d+\/console\/welcome#[\w-]{43}$/);
    admin = new Client(service);
    const faults = { password_short: ['', 'kurang', 'abcdefghijk'], password_common: ['passwordpassword', 'Prakerja2026!', 'qwertyuiop123', 'budibudibudi1'], password_long: ['ab '.repeat(342)] };
    for (const [code, tries] of Object.entries(faults)) {
        for (const password of tries) {
            const r = await admin.useLink(link, password);
            assert.deepStrictEqual([r.status, r.code === 'bad_request' ? 'password_long' : r.code], [400, code], password);
        }
    }
    const r = await admin.useLink(link, passwords.admin);
    assert.deepStrictEqual([r.status, r.body.signed_in, r.body.operator.name, r.body.operator.role], [200, true, 'budi', 'admin'], r.text);
    assert.match(r.setCookie, /^__Host-lurus=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict$/);
    assert.strictEqual(r.headers['cache-control'], 'no-store');
    keep(admin.cookie);
    const again = await new Client(service).useLink(link, passwords.other);
    assert.deepStrictEqual([again.status, again.code], [401, 'link']);
    const wrong = await new Client(service).useLink('#' + 'A'.repeat(43), passwords.other);
    assert.deepStrictEqual([wrong.status, wrong.code], [401, 'link']);
});

test('signed in: who it is, and a new cookie each time', async () => {
    const me = await admin.learn();
    assert.deepStrictEqual(me.body.operator, { id: 1, name: 'budi', role: 'admin', totp: false });
    assert.strictEqual(me.headers['cache-control'], 'no-store');
    const before = admin.cookie;
    const r = await admin.signIn('BUDI', passwords.admin); // whatever case; the former session ends
    assert.strictEqual(r.status, 200, r.text);
    assert.notStrictEqual(keep(admin.cookie), before);
    const old = new Client(service);
    old.cookie = before;
    assert.strictEqual((await old.learn()).status, 401);
    for (const cookie of ['', 'A'.repeat(43), 'x', `${admin.cookie}A`]) {
        old.cookie = cookie;
        const answer = await old.learn();
        assert.deepStrictEqual([answer.status, answer.code], [401, 'no_session']);
    }
});

test('what does not fit is told with the same words', async () => {
    const answers = [];
    for (const [name, password] of [['budi', keep('kapal tanpa layar')], ['nobody', passwords.admin], ['', passwords.admin], ['budi', ''], ["' OR 1=1 --", 'x']]) {
        const r = await new Client(service).request('POST', '/api/v1/session', { name, password });
        answers.push([r.status, r.text, r.setCookie]);
    }
    for (const answer of answers) assert.deepStrictEqual(answer, answers[0]);
    assert.strictEqual(answers[0][0], 401);
    for (const body of ['', '{', '[]', '{"name":"budi"}', '{"name":1,"password":"x"}', `{"name":"budi","password":"${'x'.repeat(1025)}"}`]) {
        const r = await new Client(service).request('POST', '/api/v1/session', body);
        assert.deepStrictEqual([r.status, r.code], [400, 'bad_request'], body);
    }
    assert.strictEqual((await new Client(service).request('POST', '/api/v1/session', 'x'.repeat(9000))).status, 413);
});

test('codes by time, and a recovery code in their place', async () => {
    const siti = await newcomer('siti', 'editor', passwords.other);
    const wrong = await siti.request('POST', '/api/v1/me/totp/confirm', { code: '123456' });
    assert.deepStrictEqual([wrong.status, wrong.code], [409, 'totp_not_begun']);
    const { body } = await siti.request('POST', '/api/v1/me/totp');
    keep(body.secret);
    assert.match(body.uri, new RegExp(`^otpauth://totp/lurus:siti\\?secret=${body.secret}&issuer=lurus`));
    const off = await siti.request('POST', '/api/v1/me/totp/confirm', { code: totp(body.secret, Date.now() - 300000) });
    assert.deepStrictEqual([off.status, off.code], [403, 'code_wrong']);
    const used = totp(body.secret);
    const on = await siti.request('POST', '/api/v1/me/totp/confirm', { code: used });
    assert.strictEqual(on.status, 200, on.text);
    assert.strictEqual(new Set(on.body.recovery).size, 10);
    on.body.recovery.forEach((code) => assert.match(keep(code), /^[A-Z2-7]{5}-[A-Z2-7]{5}$/));
    assert.strictEqual((await siti.learn()).body.operator.totp, true);
    assert.strictEqual((await siti.request('POST', '/api/v1/me/totp')).code, 'totp_on');

    const client = new Client(service);
    const needed = await client.signIn('siti', passwords.other);
    assert.deepStrictEqual([needed.status, needed.code, needed.setCookie], [401, 'code_needed', undefined]);
    assert.strictEqual((await client.signIn('siti', passwords.other, used)).code, 'sign_in', 'a code is good once');
    const next = totp(body.secret, Date.now() + 30000);
    assert.strictEqual((await client.signIn('siti', passwords.third, next)).code, 'sign_in', 'the code alone is not enough');
    assert.strictEqual((await client.signIn('siti', passwords.other, next)).status, 200);
    keep(client.cookie);
    const recovery = on.body.recovery[3];
    assert.strictEqual((await client.signIn('siti', passwords.other, recovery.toLowerCase().replace('-', ''))).status, 200);
    keep(client.cookie);
    assert.strictEqual((await client.signIn('siti', passwords.other, recovery)).code, 'sign_in', 'a recovery code is good once');
    assert.strictEqual((await client.signIn('siti', passwords.other, 'AAAAA-AAAAA')).code, 'sign_in');
    assert.strictEqual((await client.signIn('siti', passwords.other, on.body.recovery[4])).status, 200);
    keep(client.cookie);

    // A new link does not let anybody round the codes.
    const link = keep(service.run('user', 'passwd', 'siti').stdout.trim());
    assert.strictEqual((await client.learn()).status, 401, 'passwd ends the sessions');
    const set = await client.useLink(link, passwords.other);
    assert.deepStrictEqual([set.status, set.body.signed_in, set.setCookie], [200, false, undefined]);
    assert.strictEqual((await client.signIn('siti', passwords.other, on.body.recovery[5])).status, 200);
    assert.strictEqual((await client.request('DELETE', '/api/v1/me/totp')).status, 204);
    assert.strictEqual((await new Client(service).signIn('siti', passwords.other)).status, 200);
});

test('sessions are listed and ended', async () => {
    const first = await newcomer('rini', 'viewer', passwords.third);
    const second = new Client(service), third = new Client(service);
    for (const client of [second, third]) assert.strictEqual((await client.signIn('rini', passwords.third)).status, 200);
    const { body } = await second.request('GET', '/api/v1/me/sessions');
    assert.strictEqual(body.sessions.length, 3);
    assert.deepStrictEqual(body.sessions.map((s) => s.current), [false, true, false]);
    for (const s of body.sessions) assert.deepStrictEqual([s.address, s.agent, Object.keys(s).length], ['198.51.100.x', 'test', 7]);
    const other = body.sessions[0].id;
    const foreign = await admin.request('DELETE', `/api/v1/me/sessions/${other}`);
    assert.deepStrictEqual([foreign.status, foreign.code], [404, 'not_found'], 'of another operator');
    for (const id of ['x', '0', '-1', '999999', '99999999999999999999', 'a'.repeat(100)]) assert.strictEqual((await second.request('DELETE', `/api/v1/me/sessions/${id}`)).status, 404, id);
    assert.strictEqual((await second.request('DELETE', `/api/v1/me/sessions/${other}`)).status, 204);
    assert.strictEqual((await third.learn()).status, 401);
    assert.strictEqual((await first.learn()).status, 200);
    assert.strictEqual((await second.request('DELETE', '/api/v1/me/sessions')).status, 204);
    assert.strictEqual((await first.learn()).status, 401);
    const out = await second.request('DELETE', '/api/v1/session');
    assert.strictEqual(out.status, 204);
    assert.match(out.setCookie, /^__Host-lurus=; Path=\/; Secure; HttpOnly; SameSite=Strict; Max-Age=0$/);
    assert.strictEqual((await second.learn()).status, 401);
});

test('another password ends the other sessions', async () => {
    const client = new Client(service), other = new Client(service);
    for (const c of [client, other]) assert.strictEqual((await c.signIn('rini', passwords.third)).status, 200);
    const fresh = keep('ember bocor pelangi');
    const cases = [[passwords.other, fresh, 403, 'password_wrong'], [passwords.third, 'pendek', 400, 'password_short'], [passwords.third, 'rinirinirini', 400, 'password_common']];
    for (const [password, next, status, code] of cases) {
        const r = await client.request('POST', '/api/v1/me/password', { password, new: next });
        assert.deepStrictEqual([r.status, r.code], [status, code]);
    }
    assert.strictEqual((await client.request('POST', '/api/v1/me/password', { password: passwords.third, new: fresh })).status, 204);
    assert.strictEqual((await client.learn()).status, 200);
    assert.strictEqual((await other.learn()).status, 401);
    assert.strictEqual((await other.signIn('rini', passwords.third)).status, 401);
    assert.strictEqual((await other.signIn('rini', fresh)).status, 200);
});

test('the sixth wrong try in a quarter of an hour waits, by name and by address', async () => {
    const dewi = await newcomer('dewi', 'operator', passwords.other);
    const wrong = (name, client = new Client(service)) => client.request('POST', '/api/v1/session', { name, password: 'bukan kata sandinya' });
    const statuses = [];
    for (let i = 0; i < 7; i++) statuses.push((await wrong('dewi')).status);
    assert.deepStrictEqual(statuses, [401, 401, 401, 401, 401, 429, 429]);
    const right = await new Client(service).signIn('Dewi', passwords.other);
    assert.deepStrictEqual([right.status, right.code, right.headers['retry-after']], [429, 'throttled', '900']);
    assert.strictEqual((await dewi.learn()).status, 200, 'who is signed in stays');
    const one = new Client(service), byAddress = [];
    for (let i = 0; i < 6; i++) byAddress.push((await wrong(`nobody${i}`, one)).status);
    assert.deepStrictEqual(byAddress, [401, 401, 401, 401, 401, 429]);
    const many = new Client(service); // at once they are not more
    const together = await Promise.all(Array.from({ length: 12 }, (_, i) => wrong(`anybody${i}`, many)));
    assert.strictEqual(together.filter((r) => r.status === 401).length, 5);
    await restart(); // and a restart does not forget
    assert.strictEqual((await wrong('dewi')).status, 429);
});

test('a restart keeps the sessions', async () => {
    await restart();
    const before = admin.csrf;
    assert.strictEqual((await admin.learn()).status, 200);
    assert.notStrictEqual(admin.csrf, before, 'the key of the tokens is of the process');
});

test('operators: added, changed, disabled; never the last admin', async () => {
    const list = async () => (await admin.request('GET', '/api/v1/operators')).body.operators;
    const added = await admin.request('POST', '/api/v1/operators', { name: 'agus', role: 'operator' });
    assert.strictEqual(added.status, 201, added.text);
    assert.match(keep(added.body.link), /^\/console\/welcome#[\w-]{43}$/);
    const { id } = added.body.operator;
    const agus = new Client(service);
    assert.strictEqual((await agus.useLink(added.body.link, passwords.third)).status, 200);
    keep(agus.cookie);
    const cases = [
        [await admin.request('POST', '/api/v1/operators', { name: 'AGUS', role: 'viewer' }), 409, 'name_taken'],
        [await admin.request('POST', '/api/v1/operators', { name: 'a b', role: 'viewer' }), 400, 'name'],
        [await admin.request('POST', '/api/v1/operators', { name: 'x', role: 'root' }), 400, 'bad_request'],
        [await admin.request('POST', '/api/v1/operators', { name: 'x' }), 400, 'bad_request'],
        [await admin.request('PATCH', '/api/v1/operators/999', { role: 'viewer' }), 404, 'not_found'],
        [await admin.request('PATCH', '/api/v1/operators/1', { role: 'editor' }), 409, 'last_admin'],
        [await admin.request('PATCH', '/api/v1/operators/1', { disabled: true }), 409, 'last_admin'],
        [await agus.request('POST', '/api/v1/operators', { name: 'x', role: 'admin' }), 403, 'role'],
    ];
    for (const [r, status, code] of cases) assert.deepStrictEqual([r.status, r.code], [status, code], r.text);
    const up = await admin.request('PATCH', `/api/v1/operators/${id}`, { role: 'admin' });
    assert.deepStrictEqual([up.status, up.body.operator.role], [200, 'admin']);
    assert.strictEqual((await agus.request('PATCH', '/api/v1/operators/1', { role: 'editor' })).status, 200, 'the session has the new role at once');
    assert.strictEqual((await admin.request('PATCH', `/api/v1/operators/${id}`, { disabled: true })).code, 'role');
    assert.strictEqual((await agus.request('PATCH', '/api/v1/operators/1', { role: 'admin' })).status, 200);
    const link = keep((await admin.request('POST', `/api/v1/operators/${id}/link`, {})).body.link);
    assert.strictEqual((await agus.learn()).status, 401, 'a new link ends the sessions');
    assert.strictEqual((await agus.signIn('agus', passwords.third)).status, 401, 'and the password');
    assert.strictEqual((await agus.useLink(link, passwords.third)).status, 200);
    assert.strictEqual((await admin.request('PATCH', `/api/v1/operators/${id}`, { disabled: true })).status, 200);
    assert.strictEqual((await agus.learn()).status, 401, 'who is disabled is out');
    assert.strictEqual((await agus.signIn('agus', passwords.third)).status, 401);
    assert.strictEqual((await list()).find((o) => o.id === id).disabled, true);
    assert.strictEqual((await admin.request('PATCH', `/api/v1/operators/${id}`, { disabled: false })).status, 200);
    assert.strictEqual((await agus.signIn('agus', passwords.third)).status, 200);
    const disabled = service.run('user', 'disable', 'agus');
    assert.deepStrictEqual([disabled.status, disabled.stdout], [0, 'agus: disabled\n'], disabled.stderr);
    assert.strictEqual((await agus.learn()).status, 401, 'by the command line too');
    assert.match(service.run('user', 'list').stdout, /^agus +admin +disabled/m);
});

test('the command line alone: links, words, exit codes', () => {
    const alone = new Service({ facts: false, extra: '' });
    const user = (...words) => alone.run('user', ...words);
    const none = user('list');
    assert.deepStrictEqual([none.status, /there is no base/.test(none.stderr)], [1, true], none.stderr);
    const add = user('add', 'budi', '--role=admin');
    assert.strictEqual(add.status, 0, add.stderr);
    assert.match(add.stdout, /^http:\/\/127\.0\.0\.1:0\/console\/welcome#[\w-]{43}\n$/);
    assert.match(add.stderr, /24 jam.*\/.*24 hours/);
    assert.strictEqual(user('--role', 'editor', 'add', 'siti').status, 0);
    assert.strictEqual(user('add', 'rini').status, 0);
    fs.writeFileSync(alone.conf, 'server { public_url = "https://fakta.example/" }\n');
    assert.match(user('passwd', 'siti', '--without-totp').stdout, /^https:\/\/fakta\.example\/console\/welcome#[\w-]{43}\n$/);
    assert.strictEqual(user('disable', 'SITI').stdout, 'siti: disabled\n');
    const day = new Date().toISOString().slice(0, 10);
    assert.deepStrictEqual(user('list').stdout.trim().split('\n').map((l) => l.split(/ +/)), [['budi', 'admin', 'invited', '-', day], ['rini', 'viewer', 'invited', '-', day], ['siti', 'editor', 'disabled', '-', day]]);
    const failing = [['add', 'BUDI'], ['add', '../x'], ['passwd', 'nobody'], ['passwd', 'siti'], ['disable', 'nobody'], ['disable', 'budi']];
    for (const words of failing) {
        const r = user(...words);
        assert.strictEqual(r.status, 1, words.join(' '));
        assert.match(r.stderr, /^lurus: \S+: [^\n]+$/m, words.join(' '));
    }
    const wrong = [[], ['add'], ['remove', 'budi'], ['list', 'budi'], ['add', 'x', '--role', 'root'], ['add', 'x', '--role'], ['list', '--role', 'admin'], ['add', 'x', '--without-totp'], ['add', 'x', 'y'], ['add', 'x', '--colour', 'red']];
    for (const words of wrong) assert.strictEqual(user(...words).status, 2, words.join(' '));
    assert.match(alone.run('check').stdout, / 0 findings/);
});

test('explanations are for operators too', async () => {
    const question = { text: 'prakerja' }, nobody = await new Client(service).request('POST', '/api/v1/ask?explain=1', question);
    assert.deepStrictEqual([nobody.status, nobody.code], [403, 'forbidden']);
    const r = await admin.request('POST', '/api/v1/ask?explain=1', question);
    assert.ok(r.status === 200 && r.body.steps, r.text);
});

// A file size limit stands for a full disk: nothing is half done, and nobody is let in by what is not on disk.
test('a base that cannot grow lets nobody in, and throws nobody out', async () => {
    const limit = (bytes) => assert.strictEqual(spawnSync('prlimit', ['--pid', String(service.process.pid), `--fsize=${bytes}:unlimited`]).status, 0);
    const client = new Client(service);
    limit(4096);
    for (const [method, target, body] of [['POST', '/api/v1/session', { name: 'budi', password: passwords.admin }], ['POST', '/api/v1/me/totp', {}], ['DELETE', '/api/v1/session'], ['POST', '/api/v1/operators', { name: 'late', role: 'viewer' }]]) {
        const r = await (target === '/api/v1/session' && method === 'POST' ? client : admin).request(method, target, body);
        assert.deepStrictEqual([r.status, r.code, r.setCookie, r.headers['retry-after']], [503, 'busy', undefined, '1'], `${method} ${target} ${r.text}`);
    }
    limit('unlimited');
    assert.strictEqual((await admin.learn()).status, 200);
    for (let i = 0, r = { status: 503 }; r.status === 503; i++) {
        assert.ok(i < 50, 'full service within 5 s');
        await new Promise((done) => setTimeout(done, 100));
        r = await client.signIn('budi', passwords.admin);
        if (r.status === 200) keep(client.cookie);
    }
    assert.strictEqual((await client.learn()).status, 200);
    assert.doesNotMatch(service.run('user', 'list').stdout, /^late/m);
});

// --- who may call what: each route of the table, each role

const roles = ['viewer', 'operator', 'editor', 'admin'];
// A route of the console that does not stand here fails the test: say who may call it, and how it is called.
const matrix = {
    'POST /api/v1/session': { sample: { name: 'x', password: 'x' } },
    'POST /api/v1/session/link': { sample: { token: 'x', password: 'x' } },
    'GET /api/v1/session': { least: 'viewer' },
    'DELETE /api/v1/session': { least: 'viewer' },
    'GET /api/v1/me/sessions': { least: 'viewer' },
    'DELETE /api/v1/me/sessions': { least: 'viewer' },
    'DELETE /api/v1/me/sessions/*': { least: 'viewer' },
    'POST /api/v1/me/totp': { least: 'viewer' },
    'POST /api/v1/me/totp/confirm': { least: 'viewer', sample: { code: '0' } },
    'DELETE /api/v1/me/totp': { least: 'viewer' },
    'POST /api/v1/me/password': { least: 'viewer', sample: { password: 'x', new: 'x' } },
    'GET /api/v1/operators': { least: 'operator' },
    'POST /api/v1/operators': { least: 'admin', sample: { name: '!', role: 'viewer' } },
    'PATCH /api/v1/operators/*': { least: 'admin', sample: {} },
    'POST /api/v1/operators/*/link': { least: 'admin', sample: {} },
};

const table = fs.readFileSync(path.join(root, 'src/net/route.c'), 'utf8');
const routes = [...table.matchAll(/\{METHOD_(\w+), "([^"]+)", POLICY_(\w+), \w+, \w+, (\w+)\}/g)].map(([, method, at, policy, role]) => ({ method, at, policy, role, key: `${method} ${at}` }));
const ofConsole = routes.filter((r) => r.policy === 'ROLE' || r.policy === 'SIGN_IN');
const isWrite = (route) => route.method !== 'GET';
const call = (client, route, more) => client.request(route.method, route.at.replaceAll('*', '9999'), matrix[route.key].sample ?? (route.method === 'GET' || route.method === 'DELETE' ? undefined : {}), more);

test('every route of the table stands in the matrix, with its role', () => {
    assert.strictEqual(routes.length, [...table.matchAll(/^ {4}\{METHOD_/gm)].length, 'the rows cannot be read');
    const known = ['PUBLIC', 'LOOPBACK', 'HOOK', 'SIGN_IN', 'ROLE'];
    for (const route of routes) assert.ok(known.includes(route.policy), route.policy);
    assert.deepStrictEqual(ofConsole.map((r) => r.key).sort(), Object.keys(matrix).sort());
    for (const route of ofConsole) assert.strictEqual(route.role === '0' ? undefined : route.role.slice(5).toLowerCase(), matrix[route.key].least, route.key);
    for (const route of routes.filter((r) => r.at.startsWith('/api/') && r.policy === 'PUBLIC')) assert.ok(['/api/v1/ask', '/api/v1/openapi.json'].includes(route.at), route.at);
});

test('every role, and nobody, at every route', async () => {
    for (const route of ofConsole.filter((r) => r.policy === 'ROLE')) {
        const nobody = await call(new Client(service), route);
        assert.deepStrictEqual([nobody.status, nobody.code], [401, 'no_session'], route.key);
    }
    for (const role of roles) {
        const name = `matrix.${role}`, client = await newcomer(name, role, passwords.other);
        for (const route of ofConsole.filter((r) => r.policy === 'ROLE')) {
            if (!(await client.learn()).body.operator) await client.signIn(name, passwords.other, undefined);
            const r = await call(client, route);
            const may = roles.indexOf(role) >= roles.indexOf(matrix[route.key].least);
            assert.strictEqual(r.code === 'role', !may, `${role} ${route.key}: ${r.status} ${r.text}`);
            assert.ok(may ? r.status !== 401 : r.status === 403, `${role} ${route.key}: ${r.status}`);
        }
    }
});

test('writes without the token, or from another site, are refused', async () => {
    const foreign = [{ origin: 'https://evil.example' }, { origin: 'null' }, { origin: undefined }, { origin: `${service.url}.evil.example` }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { origin: undefined, 'sec-fetch-site': 'none' }, { origin: 'x'.repeat(300) }];
    const tokens = [undefined, '', 'A'.repeat(43), 'x'];
    const client = new Client(service);
    assert.strictEqual((await client.signIn('budi', passwords.admin)).status, 200);
    for (const route of ofConsole.filter(isWrite)) {
        for (const headers of foreign) {
            const r = await call(client, route, { headers });
            assert.deepStrictEqual([r.status, r.code], [403, 'origin'], `${route.key} ${JSON.stringify(headers)}`);
        }
        for (const token of route.policy === 'ROLE' ? tokens : []) {
            const r = await call(client, route, { headers: { 'x-csrf-token': token } });
            assert.deepStrictEqual([r.status, r.code], [403, 'csrf'], `${route.key} ${token}`);
        }
        const get = await client.request('GET', `${route.at.replaceAll('*', '9999')}?_method=${route.method}`);
        assert.ok(get.status === 405 || ofConsole.some((r) => r.method === 'GET' && r.at === route.at), `GET ${route.at}: ${get.status}`);
    }
    const other = new Client(service); // the token of another session
    assert.strictEqual((await other.signIn('budi', passwords.admin)).status, 200);
    assert.strictEqual((await client.request('POST', '/api/v1/me/totp', {}, { headers: { 'x-csrf-token': other.csrf } })).code, 'csrf');
    assert.strictEqual((await client.request('GET', '/api/v1/session', undefined, { headers: { origin: undefined } })).status, 200, 'reading needs none');
    assert.strictEqual((await client.request('POST', '/api/v1/me/totp', {}, { headers: { origin: undefined, 'sec-fetch-site': 'same-origin' } })).status, 200);
});

test('framing of the further methods is that of POST', async () => {
    const id = 9999, target = `/api/v1/operators/${id}`;
    const none = await admin.request('PATCH', target, {}, { headers: { 'content-length': undefined, 'transfer-encoding': 'chunked' } });
    assert.strictEqual(none.status, 400);
    assert.strictEqual(none.code, 'framing');
    assert.strictEqual((await admin.request('PATCH', target, 'x'.repeat(9000))).status, 413);
    const put = await admin.request('PUT', target, {});
    assert.deepStrictEqual([put.status, put.headers.allow], [405, 'PATCH']);
    const body = await admin.request('DELETE', '/api/v1/me/sessions/9999', undefined, { headers: { 'content-length': '2' } }).catch((e) => ({ status: e.code }));
    assert.strictEqual(body.status, 400);
    const head = await admin.request('HEAD', '/api/v1/me/sessions');
    assert.deepStrictEqual([head.status, head.text], [200, '']);
});

// Another process holds the base for a second, so that the desk waits; what comes on the connection meanwhile would turn
// the loop of libwebsockets without end, or be taken for more of the body.
test('bytes that come while an answer is awaited turn nothing, and are answered in their turn', async () => {
    const tasks = `/proc/${service.process.pid}/task`;
    const loop = fs.readdirSync(tasks).find((task) => fs.readFileSync(`${tasks}/${task}/comm`, 'utf8') === 'net\n');
    const cpu = () => Number(fs.readFileSync(`${tasks}/${loop}/schedstat`, 'utf8').split(' ')[0]) / 1e6; // ms
    const send = (bytes, more) => new Promise((resolve) => {
        let text = '';
        const socket = net.connect(service.port, '127.0.0.1', () => socket.write(bytes));
        socket.setEncoding('utf8').on('data', (part) => (text += part)).on('error', () => {}).on('close', () => resolve([...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map((m) => Number(m[1]))));
        setTimeout(() => more && socket.write(more), 100);
        setTimeout(() => socket.destroy(), 2500);
    });
    const get = `GET /api/v1/me/sessions HTTP/1.1\r\nHost: x\r\nCookie: __Host-lurus=${admin.cookie}\r\n\r\n`;
    const post = 'POST /api/v1/session HTTP/1.1\r\nHost: x\r\nOrigin: http://x\r\nContent-Length: 28\r\n\r\n{"name":"x","password":"yy"}';
    for (let last = -10; cpu() - last > 2; await new Promise((done) => setTimeout(done, 200))) last = cpu(); // earlier connections are still being closed
    const hold = spawn('sqlite3', [path.join(service.folder, 'lurus.db')], { stdio: ['pipe', 'ignore', 'inherit'] });
    hold.stdin.write('BEGIN IMMEDIATE;\n');
    await new Promise((done) => setTimeout(done, 300));
    setTimeout(() => hold.stdin.end('ROLLBACK;\n'), 1000);
    const before = cpu();
    const answers = await Promise.all([send(get), send(get + get + get), send(get, get + get), send(get + 'x'.repeat(200)), send(get, 'x'.repeat(3000)), send(post), send(post, post)]);
    assert.deepStrictEqual(answers.slice(0, 3), [[200], [200, 200, 200], [200, 200, 200]]);
    for (const answer of answers.slice(3, 5)) assert.deepStrictEqual([answer[0], answer.includes(200, 1)], [200, false]);
    assert.deepStrictEqual(answers.slice(5), [[401], []], 'after a body the connection is closed');
    assert.ok(cpu() - before < 300, `${cpu() - before} ms`);
    assert.strictEqual((await admin.learn()).status, 200);
});

// At most HASHES_MAX wait for the hasher: who comes then is told to come again, and it does not count as a wrong try.
test('a flood of sign-ins is refused, and citizens are answered as before', async () => {
    const clients = Array.from({ length: 120 }, () => new Client(service));
    const flood = Promise.all(clients.map((client, i) => client.request('POST', '/api/v1/session', { name: `flood${i}`, password: 'x' })));
    const times = [];
    for (let i = 0; i < 40; i++) {
        const begun = process.hrtime.bigint();
        const r = await new Client(service).request('POST', '/api/v1/ask', { text: 'prakerja' });
        times.push(Number(process.hrtime.bigint() - begun) / 1e6);
        assert.strictEqual(r.status, 200);
    }
    const statuses = (await flood).map((r) => r.status);
    const count = (status) => statuses.filter((s) => s === status).length;
    assert.strictEqual(count(401) + count(503), 120, String(statuses));
    assert.ok(count(503) > 0, 'the queue has a bound');
    times.sort((x, y) => x - y);
    assert.ok(times[20] < 100, `median of an ask: ${times[20]} ms`);
    const again = clients[statuses.indexOf(503)];
    assert.strictEqual((await again.request('POST', '/api/v1/session', { name: 'x', password: 'x' })).status, 401);
});

test('the audit tells it all, and lurus check proves it', async () => {
    const sql = (text) => spawnSync('sqlite3', [path.join(service.folder, 'lurus.db'), text], { encoding: 'utf8' }).stdout.trim();
    const actions = sql('SELECT DISTINCT action FROM audit').split('\n').sort();
    assert.deepStrictEqual(actions, ['operator_added', 'operator_changed', 'password_changed', 'password_refused', 'password_reset', 'password_set_by_link', 'recovery_code_used', 'session_ended', 'sessions_ended', 'sign_in_refused', 'signed_in', 'signed_out', 'totp_begun', 'totp_off', 'totp_on']);
    assert.strictEqual(sql("SELECT actor || '|' || subject || '|' || before || '|' || after FROM audit WHERE action = 'operator_changed' ORDER BY id LIMIT 1").replace(/operator:\d+/, 'operator:N'), 'budi|operator:N|{"role":"operator","disabled":false}|{"role":"admin","disabled":false}');
    assert.strictEqual(sql("SELECT actor FROM audit WHERE action = 'operator_added' ORDER BY id LIMIT 1"), 'lurus user');
    assert.match(service.run('check').stdout, / 0 findings/);
    await service.stop();
    log += service.log;
    sql("DROP TRIGGER audit_stays; UPDATE audit SET actor = 'siti' WHERE id = 5");
    const r = service.run('check');
    assert.strictEqual(r.status, 1);
    assert.match(r.stdout, /^base: the audit was changed: 1 rows do not fit its chain, the first is 5$/m);
    sql("UPDATE audit SET actor = 'budi' WHERE id = 5");
    await service.start();
});

test('no password, link, code or cookie stands in the log or, as it is, in the base', () => {
    log += service.log;
    assert.ok(secrets.size > 25, String(secrets.size));
    const files = ['lurus.db', 'lurus.db-wal'].map((f) => path.join(service.folder, f)).filter((f) => fs.existsSync(f)).map((f) => fs.readFileSync(f, 'latin1'));
    for (const secret of secrets) {
        const bare = secret.includes('#') ? secret.split('#')[1] : secret;
        assert.ok(!log.includes(bare), 'in the log');
        for (const bytes of files) assert.ok(!bytes.includes(bare), 'in the base');
    }
});
