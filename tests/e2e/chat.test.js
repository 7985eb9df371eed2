// SPDX-License-Identifier: Apache-2.0
// The web chat as a person uses it: headless Chromium against the real binary. Screenshots go to build/screens.
'use strict';
const { test, before, after } = require('node:test');
const assert = require('node:assert');
const fs = require('fs');
const path = require('path');
const { chromium } = require('playwright-core');
const { Service, root } = require('./service.js');

const screens = path.join(root, 'build', 'screens');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const csp = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'";
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
let browser, service;

before(async () => {
    fs.mkdirSync(screens, { recursive: true });
    service = await new Service().start();
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', headless: true, args });
});
after(async () => {
    await browser?.close();
    await service?.stop();
});

async function open(options = {}) {
    const context = await browser.newContext({ viewport: { width: 390, height: 780 }, locale: 'id-ID', bypassCSP: false, ...options });
    const page = await context.newPage();
    page.problems = [];
    page.on('console', (m) => { if (m.type() === 'error') page.problems.push(m.text()); });
    page.on('pageerror', (e) => page.problems.push(String(e)));
    page.on('dialog', (d) => { page.problems.push(`dialog: ${d.message()}`); void d.dismiss(); });
    await page.goto(`${service.url}/chat`);
    await page.waitForFunction(() => document.body.dataset.open === 'true');
    return page;
}
async function ask(page, text) {
    const count = await page.locator('.bot, .operator').count();
    await page.fill('#field', text);
    await page.click('#send');
    await page.waitForFunction((n) => document.querySelectorAll('.bot, .operator').length > n, count);
    return page.locator('.bot, .operator').last();
}
// By the browser's own protocol, which the page's Trusted Types don't stop.
async function audit(page) {
    const client = await page.context().newCDPSession(page);
    await client.send('Runtime.evaluate', { expression: axe });
    const { result } = await client.send('Runtime.evaluate', {
        expression: "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }).then((r) => JSON.stringify(r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.html).join(' '))))",
        awaitPromise: true, returnByValue: true,
    });
    return JSON.parse(result.value);
}

test('the page: policy, size, cache', async () => {
    const answer = await fetch(`${service.url}/chat`);
    assert.strictEqual(answer.headers.get('content-security-policy'), csp);
    assert.strictEqual(answer.headers.get('x-content-type-options'), 'nosniff');
    const again = await fetch(`${service.url}/chat`, { headers: { 'if-none-match': answer.headers.get('etag') } });
    assert.strictEqual(again.status, 304);
    const page = await browser.newPage();
    const client = await page.context().newCDPSession(page);
    await client.send('Network.enable');
    let bytes = 0;
    client.on('Network.loadingFinished', (e) => (bytes += e.encodedDataLength));
    await page.goto(`${service.url}/chat`, { waitUntil: 'networkidle' });
    console.log(`# bound: transferred ${bytes} bytes of 61440`);
    assert.ok(bytes > 1000 && bytes < 60 * 1024);
    await page.close();
});

test('a keyword is answered with its date and source', async () => {
    const page = await open();
    const answer = await ask(page, 'brp lembaga pelatihan prakerja');
    const text = await answer.innerText();
    assert.match(text, /180/);
    assert.match(text, /9 Februari 2022/);
    assert.match(text, /Liputan6/);
    assert.ok(await answer.locator('a[href^="https://"]').count() >= 1);
    await page.waitForFunction(() => !document.querySelector('.mine.waiting'));
    await page.screenshot({ path: path.join(screens, 'answer.png') });
    assert.deepStrictEqual(page.problems, []);
    await page.context().close();
});

test('a hoax: the verdict stands first, by word and shape', async () => {
    const page = await open();
    const answer = await ask(page, 'apa benar daftar prakerja di prakerja.vip');
    assert.match(await answer.locator('.verdict').innerText(), /SALAH|PENIPUAN/);
    assert.ok(await answer.locator('.verdict .mark').count() === 1);
    await page.screenshot({ path: path.join(screens, 'hoax.png') });
    await page.context().close();
});

test('buttons: what is offered can be tapped', async () => {
    const page = await open();
    const menu = await ask(page, 'menu');
    const first = menu.locator('.acts button').first();
    const title = await first.innerText();
    const count = await page.locator('.bot').count();
    await first.click();
    await page.waitForFunction((n) => document.querySelectorAll('.bot').length > n, count);
    assert.ok((await page.locator('.mine').last().innerText()).endsWith(title));
    await page.screenshot({ path: path.join(screens, 'menu.png') });
    await page.context().close();
});

test('an honest no, and nonsense', async () => {
    const page = await open();
    for (const text of ['harga cabai besok', 'qwxz zzkj vvbq', '🙂🙂🙂', 'x'.repeat(4000)]) {
        const answer = await ask(page, text);
        assert.ok((await answer.innerText()).length > 20, text.slice(0, 20));
        assert.strictEqual(await answer.locator('.verdict').count(), 0);
    }
    await page.context().close();
});

test('a restart of the service: the conversation goes on, nothing is lost or doubled', async () => {
    const page = await open();
    await ask(page, 'siapa yang boleh daftar prakerja');
    const port = service.port;
    await service.stop();
    await page.waitForFunction(() => document.body.dataset.open === 'false');
    await page.fill('#field', 'insentif prakerja');
    await page.click('#send');
    assert.strictEqual(await page.locator('.mine.waiting').count(), 1);
    service.configure(port, '');
    await service.start();
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await page.waitForFunction(() => document.querySelectorAll('.bot').length === 3 && !document.querySelector('.mine.waiting'), null, { timeout: 40000 });
    await page.reload();
    await page.waitForFunction(() => document.body.dataset.open === 'true');
    assert.strictEqual(await page.locator('.mine').count(), 2);
    assert.strictEqual(await page.locator('.bot').count(), 3, 'the welcome and two answers');
    await page.context().close();
});

test('two languages, without a reload', async () => {
    const page = await open();
    await page.click('#language');
    await page.waitForFunction(() => document.documentElement.lang === 'en' && document.body.dataset.open === 'true');
    const answer = await ask(page, 'how many training providers');
    assert.match(await answer.innerText(), /180 training/);
    assert.strictEqual(await page.locator('#send').innerText(), 'Send');
    await page.screenshot({ path: path.join(screens, 'english.png') });
    await page.context().close();
});

for (const colorScheme of ['light', 'dark']) {
    test(`no violation of WCAG A and AA, ${colorScheme}`, async () => {
        const page = await open({ colorScheme });
        await ask(page, 'apa benar daftar prakerja di prakerja.vip');
        await ask(page, 'menu');
        await page.waitForTimeout(400); // the bubbles have risen
        assert.deepStrictEqual(await audit(page), []);
        await page.screenshot({ path: path.join(screens, `${colorScheme}.png`) });
        await page.context().close();
    });
}

test('keyboard alone', async () => {
    const page = await open();
    for (let i = 0; i < 12 && (await page.evaluate(() => document.activeElement.id)) !== 'field'; i++) await page.keyboard.press('Tab');
    assert.strictEqual(await page.evaluate(() => document.activeElement.id), 'field');
    await page.keyboard.type('menu');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelectorAll('.bot').length === 2);
    await page.context().close();
});

test('320 pixels wide, and zoomed: nothing is cut off', async () => {
    for (const viewport of [{ width: 320, height: 560 }, { width: 640, height: 480 }]) {
        const page = await open({ viewport });
        await ask(page, 'apa benar daftar prakerja di prakerja.vip');
        const over = await page.evaluate(() => [...document.querySelectorAll('body *')].filter((n) => n.getBoundingClientRect().right > innerWidth + 1 && !n.classList.contains('unseen')).map((n) => n.outerHTML.slice(0, 80)));
        assert.deepStrictEqual(over, []);
        const small = await page.evaluate(() => [...document.querySelectorAll('button, .act, textarea')].filter((n) => n.getBoundingClientRect().height < 44).map((n) => n.outerHTML.slice(0, 80)));
        assert.deepStrictEqual(small, []);
        await page.screenshot({ path: path.join(screens, `width-${viewport.width}.png`) });
        await page.context().close();
    }
});

test('markup in a message stays text', async () => {
    const page = await open();
    for (const text of ['<img src=x onerror=alert(1)>', '<script>alert(1)</script>', '"><svg onload=alert(1)>', 'javascript:alert(1)', '[a](javascript:alert(1))'])
        await ask(page, text);
    assert.strictEqual(await page.locator('#log img, #log script, #log svg, #log a[href^="javascript"]').count(), 0);
    assert.deepStrictEqual(page.problems, []);
    await page.context().close();
});

test('starting afresh forgets', async () => {
    const page = await open();
    await ask(page, 'menu');
    await page.click('#forget');
    await page.waitForFunction(() => document.querySelectorAll('.mine').length === 0 && document.body.dataset.open === 'true');
    await ask(page, 'menu');
    assert.strictEqual(await page.locator('.mine').count(), 1);
    await page.context().close();
});

test('the picture for the README', async () => {
    const page = await open({ viewport: { width: 360, height: 720 } });
    await ask(page, 'brp lembaga pelatihan prakerja');
    await page.waitForTimeout(400);
    await page.screenshot({ path: path.join(screens, 'chat.png') });
    assert.deepStrictEqual(page.problems, []);
    await page.context().close();
});
