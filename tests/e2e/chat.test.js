// SPDX-License-Identifier: Apache-2.0
// The web chat as a person uses it: headless Chromium against the real binary. Screenshots go to build/screens.
'use strict';
const { test, before, after } = require('node:test');
const assert = require('node:assert');
const fs = require('fs');
const path = require('path');
const { spawnSync } = require('child_process');
const { Service, root } = require('./service.js');
const { launch, watch, audit, shot, screens } = require('./browser.js');
const { shrink } = require('./png.js');

const csp = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'";
const hotline = 'hotline { link = "https://wa.me/628119787670" }';
let browser, service;

before(async () => {
    service = await new Service({ extra: hotline }).start();
    browser = await launch();
});
after(async () => {
    await browser?.close();
    await service?.stop();
});

const opened = (page) => page.waitForFunction(() => document.body.dataset.open === 'true');
async function open(options = {}, prepare = async () => {}) {
    const context = await browser.newContext({ viewport: { width: 390, height: 780 }, locale: 'id-ID', ...options });
    const page = watch(await context.newPage());
    await prepare(page, context);
    await page.goto(`${service.url}/chat`);
    await opened(page);
    return page;
}
async function close(page, problems = []) {
    assert.deepStrictEqual(page.problems, problems);
    await page.context().close();
}
const replies = (page) => page.locator('.bot, .operator');
async function nextReply(page, act) {
    const count = await replies(page).count();
    await act();
    await page.waitForFunction((n) => document.querySelectorAll('.bot, .operator').length > n, count);
    return replies(page).last();
}
const send = async (page, text) => { await page.fill('#field', text); await page.click('#send'); };
const ask = (page, text) => nextReply(page, () => send(page, text));
const settled = (page) => page.waitForFunction(() => !document.querySelector('.mine.waiting'));

test('types are strict', () => {
    const tsc = require.resolve('typescript/bin/tsc');
    const r = spawnSync(process.execPath, [tsc, '-p', path.join(root, 'src/web/tsconfig.json')], { encoding: 'utf8' });
    assert.strictEqual(r.status, 0, r.stdout);
});

test('the page: policy, size, cache', async (t) => {
    const answer = await fetch(`${service.url}/chat`);
    assert.strictEqual(answer.headers.get('content-security-policy'), csp);
    assert.strictEqual(answer.headers.get('x-content-type-options'), 'nosniff');
    const again = await fetch(`${service.url}/chat`, { headers: { 'if-none-match': answer.headers.get('etag') } });
    assert.strictEqual(again.status, 304);
    const page = watch(await browser.newPage());
    const client = await page.context().newCDPSession(page);
    await client.send('Network.enable');
    let bytes = 0;
    const elsewhere = [];
    client.on('Network.loadingFinished', (e) => (bytes += e.encodedDataLength));
    page.on('request', (r) => { if (!r.url().startsWith(service.url)) elsewhere.push(r.url()); });
    await page.goto(`${service.url}/chat`, { waitUntil: 'networkidle' });
    await opened(page);
    t.diagnostic(`bound: transferred ${bytes} bytes of 61440`);
    assert.ok(bytes > 1000 && bytes < 60 * 1024, `${bytes} bytes`);
    assert.deepStrictEqual(elsewhere, []);
    await close(page);
});

test('the first look: what this is and what to try', async () => {
    const page = await open();
    assert.strictEqual(await page.locator('h2').innerText(), 'Tanya dulu, baru percaya.');
    const chip = page.locator('.welcome button').first(), text = await chip.innerText();
    await shot(page, 'welcome');
    const answer = await nextReply(page, () => chip.click());
    assert.match(await answer.innerText(), /180/);
    assert.strictEqual(await page.locator('.mine .said').innerText(), text);
    await close(page);
});

test('without JavaScript the page says what to do', async () => {
    const page = watch(await (await browser.newContext({ javaScriptEnabled: false })).newPage());
    await page.goto(`${service.url}/chat`);
    assert.match(await page.locator('main').innerText(), /WhatsApp[^]*JavaScript/);
    assert.ok(await page.locator('#send').isDisabled());
    await close(page);
});

test('a keyword is answered with its figure, its date and its source', async () => {
    const page = await open();
    const answer = await ask(page, 'brp lembaga pelatihan prakerja');
    assert.match(await answer.locator('.lead').innerText(), /^180 lembaga pelatihan/);
    assert.match(await answer.innerText(), /9 Februari 2022/);
    const source = answer.locator('a.source');
    assert.match(await source.innerText(), /Sumber: Liputan6\.com/);
    assert.match(await source.getAttribute('href'), /^https:\/\/www\.liputan6\.com/);
    for (const link of await page.locator('#log a').all())
        assert.deepStrictEqual([await link.getAttribute('rel'), await link.getAttribute('target')], ['noopener noreferrer', '_blank']);
    await settled(page);
    assert.match(await page.locator('.mine .when').textContent(), /✓ Terkirim/);
    await shot(page, 'answer');
    await close(page);
});

test('a hoax: the verdict stands first, by word and shape', async () => {
    const page = await open();
    const answer = await ask(page, 'apa benar daftar prakerja di prakerja.vip');
    assert.match(await answer.locator('.said > :first-child').innerText(), /^(SALAH|PENIPUAN)$/);
    assert.strictEqual(await answer.locator('.verdict svg .shape').count(), 1);
    const [log, band] = await Promise.all([page.locator('#log').boundingBox(), answer.locator('.verdict').boundingBox()]);
    assert.ok(band.y >= log.y - 1, 'a long answer is shown from its start');
    await shot(page, 'hoax');
    await close(page);
});

test('buttons: what is offered can be tapped', async () => {
    const page = await open();
    const menu = await ask(page, 'menu');
    const first = menu.locator('button').first();
    const title = (await first.innerText()).replace(/^\d+\. /, '');
    await shot(page, 'menu');
    await nextReply(page, () => first.click());
    assert.strictEqual(await page.locator('.mine .said').last().innerText(), title);
    await close(page);
});

test('an answer is sent on: copied whole, to WhatsApp, by the sheet of the device', async () => {
    const page = await open({}, (p, context) => context.grantPermissions(['clipboard-read', 'clipboard-write']));
    const answer = await ask(page, 'brp lembaga pelatihan prakerja');
    await answer.getByRole('button', { name: 'Salin' }).click();
    await page.waitForFunction(() => /tersalin/.test(document.getElementById('toast').textContent));
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(copied, /^180 lembaga[^]*Per 9 Februari 2022[^]*Sumber: Liputan6\.com\nhttps:[^]*https:\/\/wa\.me\/628119787670$/);
    const whatsapp = new URL(await answer.locator('a[href^="https://wa.me/?text="]').getAttribute('href'));
    assert.strictEqual(whatsapp.searchParams.get('text'), copied);
    assert.strictEqual(await answer.getByRole('button', { name: 'Teruskan' }).count(), 0);
    await close(page);

    const shared = (p) => p.addInitScript(() => { navigator.share = (data) => { window.shared = data.text; return Promise.resolve(); }; });
    const phone = await open({}, shared);
    await (await ask(phone, 'brp lembaga pelatihan prakerja')).getByRole('button', { name: 'Teruskan' }).click();
    assert.strictEqual(await phone.evaluate(() => window.shared), copied);
    await close(phone);
});

test('an honest no, and nonsense', async () => {
    const page = await open();
    for (const text of ['harga cabai besok', 'qwxz zzkj vvbq', '🙂🙂🙂', 'x'.repeat(4000)]) {
        const answer = await ask(page, text);
        assert.ok((await answer.innerText()).length > 20, text.slice(0, 20));
        assert.strictEqual(await answer.locator('.verdict').count(), 0);
    }
    await close(page);
});

test('what is too long is said before it is sent', async () => {
    const page = await open();
    await page.fill('#field', 'a'.repeat(3601));
    assert.strictEqual(await page.locator('#count').innerText(), 'Sisa 495 huruf');
    await page.fill('#field', '🙂'.repeat(4097));
    assert.strictEqual(await page.locator('#count').innerText(), 'Kelebihan 1 huruf');
    await page.click('#send');
    assert.match(await page.locator('#toast').innerText(), /terlalu panjang/);
    assert.strictEqual(await page.locator('.mine').count(), 0);
    assert.strictEqual((await page.inputValue('#field')).length, 2 * 4097, 'what was typed is kept');
    await close(page);
});

test('lines are kept, Shift+Enter makes one, the field grows', async () => {
    const page = await open();
    const before = await page.locator('#field').boundingBox();
    await page.locator('#field').pressSequentially('satu');
    await page.keyboard.press('Shift+Enter');
    await page.locator('#field').pressSequentially('dua');
    assert.ok((await page.locator('#field').boundingBox()).height > before.height + 10);
    await nextReply(page, () => page.keyboard.press('Enter'));
    assert.strictEqual(await page.locator('.mine .said').innerText(), 'satu\ndua');
    assert.strictEqual((await page.locator('#field').boundingBox()).height, before.height);
    await close(page);
});

const refused = (problems) => problems.filter((p) => !/WebSocket connection to .* failed/.test(p));

test('a restart of the service: the conversation goes on, nothing is lost or doubled', async () => {
    const page = await open();
    await ask(page, 'siapa yang boleh daftar prakerja');
    const port = service.port;
    await service.stop();
    await page.waitForFunction(() => document.body.dataset.open === 'false');
    assert.strictEqual(await page.locator('#state').innerText(), 'Menyambung lagi…');
    await send(page, 'insentif prakerja');
    assert.strictEqual(await page.locator('.mine.waiting').count(), 1);
    assert.match(await page.locator('.mine.waiting .when').textContent(), /Menunggu sambungan/);
    const cut = await page.evaluate(() => [...document.querySelectorAll('header *')].filter((n) => n.scrollWidth > n.clientWidth + 1).map((n) => n.id));
    assert.deepStrictEqual(cut, []);
    await shot(page, 'again');
    service.configure(port, hotline);
    await service.start();
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await page.waitForFunction(() => document.querySelectorAll('.bot').length === 2 && !document.querySelector('.mine.waiting'), null, { timeout: 20000 });
    await page.reload();
    await opened(page);
    await page.waitForTimeout(300);
    assert.strictEqual(await page.locator('.mine').count(), 2);
    assert.strictEqual(await replies(page).count(), 2);
    page.problems = refused(page.problems);
    await close(page);
});

test('an acknowledgement that is lost on the way: the same id again, one answer', async () => {
    const ids = [];
    let isCut = false;
    const page = await open({}, (p) => p.routeWebSocket(/\/chat\/ws$/, (ws) => {
        const server = ws.connectToServer();
        ws.onMessage((text) => {
            const frame = JSON.parse(text);
            if (frame.type === 'message') ids.push(frame.id);
            server.send(text);
        });
        server.onMessage((text) => {
            if (isCut || !['ack', 'reply'].includes(JSON.parse(text).type)) return ws.send(text);
            isCut = true; // the service has it on disk, and the line breaks
            server.close();
            return ws.close();
        });
    }));
    await send(page, 'insentif prakerja');
    await page.waitForFunction(() => document.querySelector('.bot') && !document.querySelector('.mine.waiting'), null, { timeout: 15000 });
    await page.waitForTimeout(500);
    assert.strictEqual(await replies(page).count(), 1);
    assert.deepStrictEqual([ids.length, new Set(ids).size], [2, 1]);
    await close(page);
});

// A service of our own making, for what the real one does rarely.
const staged = (play) => (page) => page.routeWebSocket(/\/chat\/ws$/, (ws) => {
    const put = (frame) => ws.send(JSON.stringify(frame));
    ws.onMessage((text) => {
        const frame = JSON.parse(text);
        if (frame.type === 'hello') put({ type: 'welcome', token: frame.token || 'a'.repeat(48), seq: 0, lang: frame.lang });
        else play(frame, put, ws);
    });
});
const reply = (seq, more) => ({ type: 'reply', seq, in_reply_to: null, from: 'bot', outcome: 'answer', text: 'x', verdict: null, fact: null, source: null, buttons: [], ...more });

test('hostile texts stay texts, in every field that a stranger can fill', async () => {
    const hostile = ['<img src=x onerror=alert(1)>', '<script>alert(1)</script>', '"><svg onload=alert(1)>', 'javascript:alert(1)', "'-alert(1)-'", '<a href="javascript:alert(1)">a</a>', '{{7*7}}', '\u202eevil\u0000', 'data:text/html,<script>alert(1)</script>', 'https://a.example/"onmouseover="alert(1)'];
    let seq = 0;
    const page = await open({}, staged((frame, put) => {
        put({ type: 'ack', id: frame.id });
        for (const x of hostile)
            put(reply(++seq, { in_reply_to: x, from: x, outcome: x, text: `${x}: ${x}\n1. ${x}\n${x}`, verdict: x, fact: x, source: { title: x, url: x, date: x }, buttons: [{ id: x, title: x }] }));
        put({ type: 'error', code: hostile[0], text: hostile[0] });
        for (const odd of ['{', '[]', '"x"', 'null', '{"type":"toString"}', '{"type":"reply"}', '{"type":"reply","buttons":[null,7,{}],"source":[]}', '{"type":"news"}']) put(odd);
    }));
    for (const text of hostile) await send(page, text);
    await page.waitForFunction((n) => document.querySelectorAll('.bot').length >= n, hostile.length ** 2);
    await page.locator('.bot button').first().click();
    await page.reload();
    await opened(page);
    const made = await page.evaluate(() => [...document.querySelectorAll('#log *')].filter((n) => /^(script|iframe|object|embed|form|base|meta|link)$/i.test(n.tagName) || [...n.attributes].some((a) => /^on/i.test(a.name) || /^\s*(javascript|data):/i.test(a.value))).map((n) => n.outerHTML));
    assert.deepStrictEqual(made, []);
    assert.strictEqual(await page.locator('#log .bubble img').count(), 0);
    assert.deepStrictEqual(await page.evaluate(() => [...new Set([...document.querySelectorAll('#log .bubble a')].map((a) => a.protocol))]), ['https:']);
    await close(page);
});

test('an operator is marked; refusals are gentle and lose nothing', async () => {
    let rates = 0;
    const seen = [];
    const page = await open({}, staged((frame, put) => {
        seen.push(frame.text);
        if (frame.text === 'petugas') {
            put({ type: 'ack', id: frame.id });
            put({ type: 'typing' });
            setTimeout(() => put(reply(1, { from: 'operator', text: 'Selamat siang, saya Rina.', outcome: '' })), 300);
        } else if (frame.text === 'aneh') put({ type: 'error', code: 'bad_message', text: 'x' });
        else if (rates++ === 0) put({ type: 'error', code: 'busy', text: 'x' });
        else put({ type: 'ack', id: frame.id });
    }));
    await send(page, 'petugas');
    await page.waitForSelector('.typing');
    assert.match(await page.locator('.typing').innerText(), /mencari/);
    await page.waitForSelector('.operator');
    assert.strictEqual(await page.locator('.typing').count(), 0);
    assert.strictEqual(await page.locator('.operator .who').innerText(), 'Petugas');
    await send(page, 'aneh');
    await page.waitForFunction(() => /tidak dapat dibaca/.test(document.querySelector('.notice')?.textContent));
    assert.match(await page.locator('.mine .when').last().textContent(), /Tidak terkirim/);
    await send(page, 'ramai');
    await page.waitForFunction(() => /ramai/.test(document.querySelector('.notice')?.textContent));
    assert.strictEqual(await page.locator('.mine.waiting').count(), 1);
    await settled(page);
    assert.deepStrictEqual(seen, ['petugas', 'aneh', 'ramai', 'ramai']);
    await close(page);
});

test('a service that counts from 1 again, as after an erasure, is still heard', async () => {
    let seq = 5;
    const page = await open({}, staged((frame, put) => {
        put({ type: 'ack', id: frame.id });
        for (let i = 0; i < 2; i++) put(reply(seq, { in_reply_to: frame.id, text: frame.text })); // and once too often
        seq = 1;
    }));
    for (const text of ['satu', 'dua']) await ask(page, text);
    await page.waitForTimeout(200);
    assert.strictEqual(await replies(page).count(), 2);
    await close(page);
});

test('an erased person is heard again', async () => {
    const page = await open();
    for (const text of ['insentif prakerja', 'hapus data saya', 'ya', 'insentif prakerja']) await ask(page, text);
    await settled(page);
    await page.reload();
    await opened(page);
    await page.waitForTimeout(300);
    assert.strictEqual(await replies(page).count(), 4);
    await close(page);
});

test('a verdict of another scale keeps its word; the memory keeps the last 200', async () => {
    let seq = 0;
    const page = await open({}, staged((frame, put) => {
        put({ type: 'ack', id: frame.id });
        const count = frame.text === 'banyak' ? 230 : 1;
        for (let i = 0; i < count; i++) put(reply(++seq, { text: `KELIRU SEKALI: klaim ${seq}\n\nPenjelasan.`, verdict: 'wrong' }));
    }));
    const answer = await ask(page, 'satu');
    assert.strictEqual(await answer.locator('.verdict').innerText(), 'KELIRU SEKALI');
    assert.strictEqual(await answer.locator('.lead').innerText(), 'klaim 1');
    await send(page, 'banyak');
    await page.getByText('klaim 231', { exact: true }).waitFor();
    await page.reload();
    await opened(page);
    assert.strictEqual(await page.locator('.bubble').count(), 200);
    assert.strictEqual(await page.getByText('klaim 231', { exact: true }).count(), 1);
    await close(page);
});

test('a spoiled memory does no harm', async () => {
    for (const kept of ['{', 'null', '7', '{"entries":[null,5,{},{"from":"them","reply":{}},{"from":"me"}],"unsent":[null,3],"token":7,"lastSeq":"x","lang":"xx"}', '{"entries":7,"unsent":"x"}']) {
        const page = await open({}, (p) => p.addInitScript((text) => { if (!sessionStorage.getItem('set')) { localStorage.setItem('lurus-chat', text); sessionStorage.setItem('set', '1'); } }, kept));
        await ask(page, 'menu');
        await close(page);
    }
});

test('two tabs are one conversation', async () => {
    const one = await open();
    const two = watch(await one.context().newPage());
    await ask(one, 'insentif prakerja');
    await two.goto(`${service.url}/chat`);
    await opened(two);
    await ask(two, 'menu');
    await one.waitForFunction(() => document.querySelectorAll('.mine').length === 2 && document.querySelectorAll('.bot').length === 2);
    await one.click('#forget');
    await two.waitForFunction(() => document.querySelectorAll('.bubble').length === 0 && document.body.dataset.open === 'true');
    await ask(two, 'menu');
    await one.waitForFunction(() => document.querySelectorAll('.bot').length === 1);
    assert.deepStrictEqual(two.problems, []);
    await close(one);
});

test('another tab that writes what it knew before takes nothing away', async () => {
    const page = await open();
    await ask(page, 'insentif prakerja');
    await page.evaluate(() => {
        const kept = JSON.parse(localStorage.getItem('lurus-chat'));
        localStorage.setItem('lurus-chat', JSON.stringify({ ...kept, entries: [], unsent: [] }));
        window.dispatchEvent(new StorageEvent('storage', { key: 'lurus-chat' }));
    });
    await page.reload();
    await opened(page);
    assert.deepStrictEqual([await page.locator('.mine').count(), await replies(page).count()], [1, 1]);
    await close(page);
});

test('two languages, without a reload, remembered', async () => {
    const page = await open();
    await ask(page, 'insentif prakerja');
    await page.click('#language');
    await page.waitForFunction(() => document.documentElement.lang === 'en' && document.body.dataset.open === 'true');
    assert.strictEqual(await page.locator('.bot .said').first().getAttribute('lang'), 'id');
    const answer = await ask(page, 'how many training providers');
    assert.match(await answer.innerText(), /180 training/);
    assert.strictEqual(await page.locator('#send').innerText(), 'Send');
    await shot(page, 'english');
    await page.reload();
    await opened(page);
    assert.strictEqual(await page.locator('h1').innerText(), 'Fact check');
    const menu = await ask(page, 'menu');
    const answered = await nextReply(page, () => menu.getByRole('button', { name: /Bahasa Indonesia|Indonesian/ }).click());
    assert.strictEqual(await page.locator('#send').innerText(), 'Kirim', 'the page speaks as the hotline was told to');
    assert.match(await answered.innerText(), /Indonesia/);
    await close(page);
    const stranger = await open({ locale: 'de-DE' });
    assert.strictEqual(await stranger.locator('#send').innerText(), 'Send');
    await close(stranger);
});

for (const colorScheme of ['light', 'dark']) {
    test(`accessible by axe, ${colorScheme}`, async () => {
        const page = await open({ colorScheme });
        assert.deepStrictEqual((await audit(page)).bad, []);
        await ask(page, 'apa benar daftar prakerja di prakerja.vip');
        await ask(page, 'brp lembaga pelatihan prakerja');
        await ask(page, 'menu');
        await settled(page);
        await page.waitForTimeout(400); // the bubbles have risen
        const { rules, bad } = await audit(page);
        assert.deepStrictEqual(bad, []);
        assert.ok(rules > 20);
        await shot(page, colorScheme);
        await close(page);
    });
}

test('every verdict can be told without colour, in both schemes', async () => {
    const codes = ['false', 'misleading', 'unproven', 'partly_true', 'true', 'satire', 'scam'];
    const play = staged((frame, put) => {
        put({ type: 'ack', id: frame.id });
        codes.forEach((verdict, i) => put(reply(i + 1, { verdict, text: 'Penjelasan.' })));
    });
    for (const colorScheme of ['light', 'dark']) {
        const page = await open({ colorScheme, viewport: { width: 390, height: 1300 } }, play);
        await send(page, 'semua');
        await page.waitForFunction((n) => document.querySelectorAll('.verdict').length === n, codes.length);
        const drawn = await page.locator('.verdict').evaluateAll((all) => all.map((n) => n.innerText + [...n.querySelectorAll('path')].map((p) => p.getAttribute('d')).join()));
        assert.strictEqual(new Set(drawn).size, codes.length);
        await page.waitForTimeout(300);
        assert.deepStrictEqual((await audit(page)).bad, []);
        await shot(page, `verdicts-${colorScheme}`);
        await close(page);
    }
});

test('keyboard alone, in the order that is seen, with a focus that is seen', async () => {
    const page = await open({ hasTouch: true, isMobile: true }); // nothing is focused by itself
    const order = [];
    for (let i = 0; i < 8; i++) {
        await page.keyboard.press('Tab');
        order.push(await page.evaluate(() => document.activeElement.id || document.activeElement.className));
        assert.notStrictEqual(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'none');
    }
    assert.deepStrictEqual(order, ['language', 'forget', 'log', 'choice', 'choice', 'choice', 'field', 'send']);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.type('menu');
    const menu = await nextReply(page, () => page.keyboard.press('Enter'));
    await menu.locator('button').first().focus();
    await nextReply(page, () => page.keyboard.press('Enter'));
    await close(page);
});

test('320 pixels wide, and zoomed: nothing is cut off', async () => {
    for (const viewport of [{ width: 320, height: 560 }, { width: 640, height: 480 }, { width: 320, height: 256 }, { width: 1280, height: 800 }]) {
        const page = await open({ viewport });
        await ask(page, 'apa benar daftar prakerja di prakerja.vip');
        await ask(page, 'w'.repeat(300));
        const over = await page.evaluate(() => [...document.querySelectorAll('body *')].filter((n) => n.getBoundingClientRect().right > innerWidth + 1 && !n.closest('.unseen')).map((n) => n.outerHTML.slice(0, 80)));
        assert.deepStrictEqual(over, []);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'no sideways scrolling');
        const small = await page.evaluate(() => [...document.querySelectorAll('button, .act, .source, textarea')].filter((n) => n.getBoundingClientRect().height < 44 || n.getBoundingClientRect().width < 44).map((n) => n.outerHTML.slice(0, 80)));
        assert.deepStrictEqual(small, []);
        const field = await page.locator('#field').boundingBox();
        assert.ok(field.y >= 0 && field.y + field.height <= viewport.height, 'the field is in sight');
        assert.ok(field.width >= 120);
        await page.waitForTimeout(300);
        await shot(page, `width-${viewport.width}x${viewport.height}`);
        await close(page);
    }
});

test('starting afresh forgets, and can be undone', async () => {
    const page = await open();
    await ask(page, 'menu');
    const token = () => page.evaluate(() => JSON.parse(localStorage.getItem('lurus-chat')).token);
    const old = await token();
    await page.click('#forget');
    await page.waitForFunction(() => document.querySelectorAll('.mine').length === 0 && document.body.dataset.open === 'true');
    await page.waitForFunction((t) => { const now = JSON.parse(localStorage.getItem('lurus-chat')).token; return now && now !== t; }, old);
    await page.getByRole('button', { name: 'Urungkan' }).click();
    await page.waitForFunction(() => document.querySelectorAll('.mine').length === 1 && document.body.dataset.open === 'true');
    assert.strictEqual(await token(), old);
    await page.click('#forget');
    await ask(page, 'menu');
    assert.strictEqual(await page.locator('.mine').count(), 1);
    assert.strictEqual(await page.locator('.notice').count(), 0);
    await close(page);
});

// LURUS_PICTURES=1 puts it into deploy/, for the README.
test('the picture for the README is small', async () => {
    const page = await open({ viewport: { width: 390, height: 844 } }, (p) => p.clock.setFixedTime(new Date('2026-01-05T09:30:00')));
    await ask(page, 'apa benar daftar di prakerja.vip');
    await settled(page);
    await page.waitForTimeout(400);
    const png = shrink(await page.screenshot());
    assert.ok(png.length < 60 * 1024, `${png.length} bytes`);
    fs.writeFileSync(path.join(screens, 'chat.png'), png);
    if (process.env.LURUS_PICTURES) fs.writeFileSync(path.join(root, 'deploy', 'chat.png'), png);
    await close(page);
});
