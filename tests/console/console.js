// SPDX-License-Identifier: Apache-2.0
// What the console's tests share: a service with operators, and a browser at its desk.
'use strict';
const assert = require('node:assert');
const { watch } = require('../e2e/browser.js');
const { Client, addOperator, totp } = require('../e2e/client.js');
const { Service } = require('../e2e/service.js');

const PASSWORD = 'kuda jambu lampu hujan';

let browsers = 0;

// A page that tells what goes wrong in it, and reports of the policy above all.
async function open(browser, url, options = {}) {
    const { path = '/console/', context: shared, ...rest } = options;
    // Wrong tries are counted by address too: each browser has its own, and none is of this machine.
    const extraHTTPHeaders = { 'x-forwarded-for': `203.0.113.${++browsers % 250}` };
    const context = shared || await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'id-ID', timezoneId: 'Asia/Jakarta', extraHTTPHeaders, ...rest });
    const page = watch(await context.newPage());
    await page.addInitScript(() => {
        window.reports = [];
        document.addEventListener('securitypolicyviolation', (e) => window.reports.push(`${e.violatedDirective} ${e.sourceFile}:${e.lineNumber} ${e.sample}`));
    });
    await page.goto(url + path);
    return page;
}

// Answers that say no are told by the browser's console too: those that were meant are named by their status.
async function close(page, meant = []) {
    const problems = page.problems.filter((p) => !meant.some((status) => p.includes(`status of ${status}`)));
    assert.deepStrictEqual([...problems, ...await page.evaluate(() => window.reports)], []);
    await page.context().close();
}

async function signIn(page, name, password = PASSWORD) {
    await page.fill('.door input[autocomplete=username]', name);
    await page.fill('.door input[autocomplete=current-password]', password);
    await page.keyboard.press('Enter');
}
const atDesk = (page) => page.waitForSelector('#main h1');

// The service and its operators.
class Desk {
    async start() {
        this.service = await new Service({}).start();
        this.url = this.service.url;
        return this;
    }
    stop() { return this.service.stop(); }
    // The path of a link that works once.
    add(name, role) {
        const link = addOperator(this.service, name, role);
        return link.slice(link.indexOf('/console/'));
    }
    // As the same person does from another device.
    async endSessions(name) {
        const elsewhere = new Client(this.service);
        assert.strictEqual((await elsewhere.signIn(name, PASSWORD)).status, 200);
        assert.strictEqual((await elsewhere.request('DELETE', '/api/v1/me/sessions')).status, 204);
    }
}

// What the tests do again and again; `at` tells the browser and the desk.
function acts(at) {
    let count = 0;
    const newName = (role) => `${role}${++count}`;
    const welcome = async (page, password = PASSWORD) => {
        await page.fill('input[autocomplete=new-password]', password);
        await page.click('button[type=submit]');
    };
    return {
        newName, welcome,
        // Somebody with a password, at the desk.
        async enter(role, options = {}) {
            const { browser, desk } = at(), name = newName(role);
            const page = await open(browser, desk.url, { path: desk.add(name, role), ...options });
            await welcome(page);
            await atDesk(page);
            return { page, name };
        },
        go: async (page, where) => { await page.goto(`${at().desk.url}/console${where}`); await atDesk(page); },
        toast: (page, text) => page.locator('.toast', { hasText: text }).waitFor(),
        button: (page, name) => page.getByRole('button', { name, exact: true }),
        ask: async (page, text) => {
            const before = await page.locator('.theirs').count();
            await page.fill('#question', text);
            await page.keyboard.press('Enter');
            await page.locator('.theirs').nth(before).waitFor();
        },
    };
}

module.exports = { Desk, acts, PASSWORD, totp, open, close, signIn, atDesk };
