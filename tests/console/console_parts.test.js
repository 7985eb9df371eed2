// SPDX-License-Identifier: Apache-2.0
// The parts of the console that no single page shows: texts, times, the live socket, what is tried again.
'use strict';
const { test, before, after } = require('node:test');
const assert = require('node:assert');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { spawnSync } = require('child_process');
const { root } = require('../e2e/service.js');
const { launch } = require('../e2e/browser.js');
const { Desk, acts, atDesk, close } = require('./console.js');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lurus-parts-'));
let browser, desk;
before(async () => {
    desk = await new Desk().start();
    browser = await launch();
});
after(async () => {
    await browser?.close();
    await desk?.stop();
});
const { enter, go } = acts(() => ({ browser, desk }));

// One module of the console with what it needs.
function bundle(name, ...options) {
    const out = path.join(folder, `${path.basename(name, path.extname(name))}.js`);
    const r = spawnSync('esbuild', [path.join(root, 'src/web/console', name), '--bundle', '--jsx=automatic', '--jsx-import-source=preact', `--outfile=${out}`, ...options], { encoding: 'utf8' });
    assert.strictEqual(r.status, 0, r.stderr);
    return out;
}
const load = (name) => require(bundle(name, '--format=cjs', '--platform=node'));

test('types are strict', () => {
    const r = spawnSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', path.join(root, 'src/web/console/tsconfig.json')], { encoding: 'utf8' });
    assert.strictEqual(r.status, 0, r.stdout);
});

test('times are in the zone of whoever looks, and Indonesia’s zones have their names', () => {
    const { ago, clock, full, moment, zoneName } = load('times.ts'), at = Date.UTC(2026, 0, 5, 17, 4);
    for (const [zone, name, time] of [['Asia/Jakarta', 'WIB', '00.04'], ['Asia/Pontianak', 'WIB', '00.04'], ['Asia/Makassar', 'WITA', '01.04'], ['Asia/Jayapura', 'WIT', '02.04']]) {
        assert.strictEqual(clock(at, 'id', zone), `${time} ${name}`);
        assert.strictEqual(clock(at, 'en', zone), `${time.replace('.', ':')} ${name}`);
    }
    assert.match(zoneName(at, 'id', 'Asia/Singapore'), /^(GMT\+8|SGT)$/);
    assert.strictEqual(zoneName(at, 'en', 'UTC'), 'UTC');
    assert.strictEqual(full(at, 'id', 'Asia/Jayapura'), '6 Jan 2026, 02.04 WIT');
    assert.strictEqual(moment(at, 'en', at + 60e3, 'Asia/Jakarta'), '00:04 WIB');
    assert.strictEqual(moment(at, 'en', at + 86400e3, 'Asia/Jakarta'), '6 Jan 2026, 00:04 WIB');
    for (const [past, id, en] of [[10e3, 'sekarang', 'now'], [60e3, '1 menit yang lalu', '1 minute ago'], [7200e3, '2 jam yang lalu', '2 hours ago'], [86400e3, 'kemarin', 'yesterday']]) {
        assert.strictEqual(ago(at - past, 'id', at), id);
        assert.strictEqual(ago(at - past, 'en', at), en);
    }
});

test('both languages say everything, and each code of the API has its words', () => {
    const { textsOf } = load('texts.ts'), flat = (value, name = '') => (value && typeof value === 'object' ? Object.entries(value).flatMap(([k, v]) => flat(v, `${name}.${k}`)) : [[name, value]]);
    const id = flat(textsOf('id')), en = flat(textsOf('en'));
    assert.deepStrictEqual(id.map(([name]) => name).sort(), en.map(([name]) => name).sort());
    for (const [name, text] of [...id, ...en]) assert.ok(typeof text === 'function' || text.trim().length > 0, name);
    const codes = JSON.parse(fs.readFileSync(path.join(root, 'src/web/api/openapi.json'), 'utf8')).components.schemas.Problem.properties.code.enum;
    // Those of a broken request, which no press of a button makes.
    const technical = ['bad_body', 'bad_request', 'framing', 'length_required', 'method', 'signature', 'upgrade', 'version'];
    const silent = codes.filter((code) => !technical.includes(code) && !textsOf('id').problem[code]);
    assert.deepStrictEqual(silent, []);
});

// A page with live.ts alone, and the service's side of its socket in the test's hands.
async function liveSocket(take) {
    const page = await browser.newPage(), entry = path.join(folder, 'entry.ts');
    fs.writeFileSync(entry, `import { isLive, listen } from '${path.join(root, 'src/web/console/live')}'; Object.assign(window, { heard: [], listen, isLive });`);
    const script = path.join(folder, 'entry.js');
    assert.strictEqual(spawnSync('esbuild', [entry, '--bundle', `--outfile=${script}`], { env: { ...process.env, NODE_PATH: path.join(root, 'src/web/node_modules') } }).status, 0);
    await page.clock.install();
    await page.route('http://live.example/', (route) => route.fulfill({ contentType: 'text/html', body: '<script src="/live.js"></script>' }));
    await page.route('http://live.example/live.js', (route) => route.fulfill({ path: script }));
    await page.routeWebSocket('ws://live.example/console/ws', take);
    await page.goto('http://live.example/');
    await page.evaluate(() => { window.stop = window.listen((hint) => window.heard.push(`${hint.type} ${hint.id}`)); });
    return page;
}

test('the live socket resumes after the last number, hears nothing twice, and rests when nobody listens', async () => {
    const sockets = [], hellos = [];
    const page = await liveSocket((ws) => {
        sockets.push(ws);
        ws.onMessage((text) => {
            hellos.push(JSON.parse(text));
            ws.send(JSON.stringify({ type: 'welcome', seq: 40 }));
        });
    });
    const heard = (count) => page.waitForFunction((n) => window.heard.length >= n, count);
    await page.waitForFunction(() => window.isLive.value);
    assert.deepStrictEqual(hellos, [{ type: 'hello', last_seq: 0 }]);
    for (const frame of ['{"seq":41,"type":"fact","id":"a"}', 'no JSON', '[]', '{"seq":41,"type":"fact","id":"a"}', '{"seq":43,"type":"conversation","id":7}']) sockets[0].send(frame);
    await heard(2);
    assert.deepStrictEqual(await page.evaluate(() => window.heard), ['fact a', 'conversation 7']);

    await sockets[0].close();
    await page.waitForFunction(() => !window.isLive.value);
    await page.clock.runFor(1000);
    await page.waitForFunction(() => window.isLive.value);
    assert.deepStrictEqual(hellos[1], { type: 'hello', last_seq: 43 });
    sockets[1].send('{"type":"reload","seq":90}');
    sockets[1].send('{"seq":90,"type":"fact","id":"old"}');
    sockets[1].send('{"seq":91,"type":"fact","id":"b"}');
    await heard(4);
    assert.deepStrictEqual((await page.evaluate(() => window.heard)).slice(2), ['reload ', 'fact b']);

    await page.evaluate(() => window.stop());
    await page.waitForFunction(() => !window.isLive.value);
    await page.clock.runFor(60000);
    assert.strictEqual(sockets.length, 2);
    await page.close();
});

test('the live socket waits longer each time, never all at once', async () => {
    const at = [];
    const page = await liveSocket((ws) => {
        at.push(Date.now());
        void ws.close();
    });
    const tries = async (ms) => { // by the page's clock
        const before = at.length;
        for (let i = 0; i < ms; i += 250) {
            await page.clock.runFor(250);
            await page.evaluate(() => new Promise((done) => { const port = new MessageChannel(); port.port1.onmessage = () => done(); port.port2.postMessage(0); }));
        }
        return at.length - before;
    };
    const early = await tries(8000), late = await tries(30000);
    assert.ok(early >= 2 && early <= 7, `${early} tries in the first 8 s`);
    assert.ok(late >= 1 && late <= 4, `${late} tries in the next 30 s`);
    await page.close();
});

test('what may be tried again is, what may not is not', async () => {
    const { page } = await enter('admin'), seen = [];
    const busy = (times, next) => (route) => {
        seen.push(route.request().method());
        return seen.length <= times ? route.fulfill({ status: 503, headers: { 'retry-after': '1' }, contentType: 'application/problem+json', json: { status: 503, code: 'busy', detail: '' } }) : next(route);
    };
    await page.route('**/api/v1/operators', busy(2, (route) => route.continue()));
    await go(page, '/operators');
    await page.locator('tbody tr').first().waitFor();
    assert.deepStrictEqual(seen, ['GET', 'GET', 'GET']);
    await page.unroute('**/api/v1/operators');

    seen.length = 0;
    await page.route('**/api/v1/operators', (route) => {
        seen.push(route.request().method());
        return route.request().method() === 'POST' ? route.abort() : route.continue();
    });
    await page.keyboard.press('n');
    await page.waitForSelector('dialog input:focus');
    await page.keyboard.type('sekali-saja');
    await page.keyboard.press('Enter');
    assert.match(await page.locator('dialog .notice.bad').innerText(), /tidak menjawab/);
    assert.deepStrictEqual(seen.filter((method) => method === 'POST'), ['POST'], 'it may have been done: a person decides');
    await page.unroute('**/api/v1/operators');
    await page.keyboard.press('Escape');
    page.problems = page.problems.filter((p) => !/ERR_FAILED/.test(p));
    await close(page, [401, 503]);
});

test('a token that the service no longer takes is renewed, once and silently', async () => {
    const { page, name } = await enter('operator');
    await go(page, '/account');
    const tokens = [];
    await page.route('**/api/v1/me/totp', (route) => {
        tokens.push(route.request().headers()['x-csrf-token']);
        return tokens.length === 1 ? route.fulfill({ status: 403, contentType: 'application/problem+json', json: { status: 403, code: 'csrf', detail: '' } }) : route.continue();
    });
    await page.locator('#totp-title ~ p button').click();
    await page.locator('.qr').waitFor();
    assert.strictEqual(tokens.length, 2);
    assert.ok(tokens[1].length > 10 && name);
    await close(page, [401, 403]);
});

test('whoever signs in after somebody else finds nothing of theirs', async () => {
    const { page } = await enter('viewer');
    await page.fill('#question', 'rahasia orang lain');
    await page.locator('.who').getByRole('button', { name: 'Keluar' }).click();
    await page.waitForSelector('form');
    const other = await enter('viewer', { context: page.context() });
    assert.strictEqual(await other.page.inputValue('#question'), '');
    await page.waitForSelector('#question');
    assert.strictEqual(await page.inputValue('#question'), '');
    assert.ok(!(await page.evaluate(() => JSON.stringify(sessionStorage) + JSON.stringify(localStorage))).includes('rahasia'));
    await other.page.close();
    await close(page, [401]);
});

test('a page that is looked at for the first time needs no second', async (t) => {
    const { page } = await enter('viewer'), client = await page.context().newCDPSession(page);
    await client.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await client.send('Network.enable');
    await client.send('Network.setCacheDisabled', { cacheDisabled: true });
    await client.send('Network.emulateNetworkConditions', { offline: false, latency: 40, downloadThroughput: 1.25e6, uploadThroughput: 1.25e6 });
    const from = Date.now();
    await page.goto(`${desk.url}/console/try`);
    await atDesk(page);
    await page.waitForSelector('#question');
    t.diagnostic(`note: on a four times slower processor at 10 Mbit/s and 40 ms the first page is usable after ${Date.now() - from} ms`);
    await close(page, [401]);
});

test('a restart of the service: said, waited for, and nobody has to sign in again', async () => {
    const { page } = await enter('operator');
    await page.fill('#question', 'brp lembaga pelatihan prakerja');
    const { service } = desk, { port } = service;
    await service.stop();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => /belum menjawab/.test(document.querySelector('.line').textContent));
    assert.strictEqual(await page.inputValue('#question'), 'brp lembaga pelatihan prakerja');
    service.configure(port, '');
    await service.start();
    await page.waitForFunction(() => document.querySelector('.line').textContent === '');
    await page.locator('#question').press('Enter');
    await page.locator('.theirs').waitFor();
    await go(page, '/account');
    await page.locator('#totp-title ~ p button').click(); // a write, with a token of the former process at first
    await page.locator('.qr').waitFor();
    page.problems = page.problems.filter((p) => !/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE/.test(p));
    await close(page, [401, 403]);
});
