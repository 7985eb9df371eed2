// SPDX-License-Identifier: Apache-2.0
// The bubbles: verdict first, then the text, the source as one large link, what can be chosen, and "send on".
import type { Button, Lang, Reply } from '../shared/protocol';
import type { Entry } from './memory';
import { button, icon, linked, make, outward } from './nodes';
import { shareActs } from './share';
import type { Texts } from './texts';

const circle = 'M12 1a11 11 0 1 0 0 22a11 11 0 1 0 0-22z';
const triangle = 'M10.3 2.5 1 19a2.4 2.4 0 0 0 2.1 3.5h17.8A2.4 2.4 0 0 0 23 19L13.7 2.5a2 2 0 0 0-3.4 0z';
const octagon = 'M7.5 1h9L23 7.5v9L16.5 23h-9L1 16.5v-9z';
const half = `${circle}M12 4.5a7.5 7.5 0 0 1 0 15z`; // a ring, filled by half
const query = 'M8.8 9.3a3.2 3.2 0 1 1 4.6 2.9c-1 .5-1.4 1.1-1.4 2M12 17.6v.1';
const shout = 'M12 8.5v5.5M12 18v.1';

// By verdict: colour, shape and line, so that no colour is needed to understand it. An unknown code is a neutral one.
const looks: Record<string, [look: string, shape: string, line: string]> = {
    false: ['bad', octagon, 'M8 8l8 8M16 8l-8 8'], scam: ['bad', triangle, shout], misleading: ['warn', triangle, shout],
    unproven: ['warn', circle, query], partly_true: ['warn', half, ''], true: ['good', circle, 'M7 12.5l3.5 3.5 6.5-7.5'],
    satire: ['warn', octagon, 'M7 13c2-3 3-3 5 0s3 3 5 0'],
};

export interface Acts {
    choose(choice: Button, shown: string): void;
    tell(text: string): void;
}

function clock(at: number, lang: Lang): string {
    const then = new Date(at), isToday = then.toDateString() === new Date().toDateString();
    const day: Intl.DateTimeFormatOptions = isToday ? {} : { day: 'numeric', month: 'short' };
    return then.toLocaleString(lang === 'id' ? 'id-ID' : 'en-GB', { ...day, hour: '2-digit', minute: '2-digit' });
}

export type Delivery = 'waiting' | 'sent' | 'refused';

const ticks: Record<Delivery, string> = { waiting: '', sent: '✓', refused: '!' };

// When it was said and whether it has arrived; silent, for the change of a tick is no news.
export function setDelivery(bubble: HTMLElement, at: number, delivery: Delivery, t: Texts, lang: Lang): void {
    bubble.classList.toggle('waiting', delivery === 'waiting');
    const line = bubble.querySelector('.when') ?? bubble.appendChild(make('span', 'when'));
    line.setAttribute('aria-live', 'off');
    const tick = make('span', '', ticks[delivery]);
    tick.setAttribute('aria-hidden', 'true');
    line.textContent = `${clock(at, lang)} `;
    line.append(tick, make('span', delivery === 'sent' ? 'unseen' : '', ` ${t[delivery]}`));
}

export function mine(entry: Entry & { from: 'me' }, t: Texts): HTMLElement {
    const bubble = make('div', 'bubble mine');
    bubble.append(make('span', 'unseen', `${t.you}: `), make('span', 'said', entry.text));
    bubble.dataset['id'] = entry.id;
    return bubble;
}

// An answer's text taken apart; every part but the link is shown in the service's own words.
interface Parts { word: string; lead: string; body: string; sourceLine: string }

// "SALAH: the claim" in the first line: the word stands large above, in the language of the answer.
function takeVerdict(reply: Reply, p: Parts, t: Texts): void {
    if (!reply.verdict) return;
    const found = /^([^:\n]{2,40}): ([^\n]+)\n*/.exec(p.body);
    p.word = found?.[1] ?? t.verdict[reply.verdict] ?? reply.verdict;
    if (!found) return;
    p.lead = found[2] ?? '';
    p.body = p.body.slice(found[0].length);
}

// The first sentence of an answer without a verdict is what was asked for.
function takeLead(reply: Reply, p: Parts): void {
    if (reply.verdict || reply.outcome !== 'answer' || reply.from === 'operator') return;
    const found = /^[^\n]{8,200}?[.!?:](?=\n|$| [A-Z])/.exec(p.body);
    if (!found || p.body.length === found[0].length) return;
    p.lead = found[0];
    p.body = p.body.slice(found[0].length).trimStart();
}

// The lines "Sumber: …" and the address become one link that a thumb can hit.
function takeSource(reply: Reply, p: Parts): void {
    if (!reply.source) return;
    const lines = p.body.split('\n');
    const at = lines.lastIndexOf(reply.source.url);
    if (at < 0) return;
    const from = at > 0 && lines[at - 1] ? at - 1 : at;
    p.sourceLine = from < at ? lines[from] ?? '' : '';
    lines.splice(from, at - from + 1);
    p.body = lines.join('\n').replace(/\n{3,}/g, '\n\n').trim();
}

function verdictBand(reply: Reply, p: Parts): HTMLElement[] {
    if (!p.word) return [];
    const [look, shape, line] = looks[reply.verdict ?? ''] ?? ['plain', circle, shout];
    const band = make('p', `verdict ${look}`);
    band.append(icon(shape, line), make('span', '', p.word));
    return [band];
}

function sourceCard(reply: Reply, p: Parts, t: Texts): HTMLElement[] {
    if (!reply.source) return [];
    const { url, title, date } = reply.source;
    const card = outward(url, 'source');
    const name = p.sourceLine || [`${t.source}: ${title ?? ''}`, date].filter(Boolean).join(', ');
    const host = /^https?:\/\/([^/?#]+)/i.exec(url)?.[1] ?? url;
    card.append(make('span', 'source-name', name), make('span', 'source-host', `${host} ↗`), make('span', 'unseen', ` (${t.newTab})`));
    return [card];
}

// "1. Menu" in the text and a button of that name are one thing here: a row to tap.
function rowsOf(body: string, buttons: readonly Button[]): { lines: (string | [Button, string])[]; rest: Button[] } {
    const rest = [...buttons];
    const lines = body.split('\n').map((line): string | [Button, string] => {
        const found = /^(\d+)\. (.+)$/.exec(line);
        const at = found ? rest.findIndex((b) => b.title === found[2] || b.title.startsWith(`${found[1]}. `)) : -1;
        const taken = at >= 0 ? rest.splice(at, 1)[0] : undefined;
        return taken ? [taken, line] : line;
    });
    return { lines, rest };
}

function bodyNodes(lines: (string | [Button, string])[], acts: Acts): HTMLElement[] {
    const nodes: HTMLElement[] = [];
    let kept: string[] = [];
    const close = (): void => {
        const text = kept.join('\n').trim();
        kept = [];
        if (!text) return;
        const part = make('p', 'text');
        part.append(...linked(text));
        nodes.push(part);
    };
    for (const line of lines) {
        if (typeof line === 'string') {
            kept.push(line);
            continue;
        }
        close();
        const [choice, shown] = line;
        nodes.push(button(shown, () => acts.choose(choice, shown.replace(/^\d+\. /, '')), 'row'));
    }
    close();
    return nodes;
}

export function theirs(entry: Entry & { from: 'them' }, t: Texts, lang: Lang, acts: Acts): HTMLElement {
    const { reply } = entry, isOperator = reply.from === 'operator';
    const p: Parts = { word: '', lead: '', body: reply.text.trim(), sourceLine: '' };
    takeVerdict(reply, p, t);
    takeLead(reply, p);
    takeSource(reply, p);
    const { lines, rest } = rowsOf(p.body, reply.buttons);
    const bubble = make('div', `bubble ${reply.from}`);
    const said = make('div', 'said');
    if (entry.lang !== lang) said.lang = entry.lang;
    said.append(...verdictBand(reply, p));
    if (p.lead) said.append(make('p', 'lead', p.lead));
    said.append(...bodyNodes(lines, acts));
    const row = make('div', 'acts');
    row.append(...rest.map((choice) => button(choice.title, () => acts.choose(choice, choice.title), 'choice')));
    if (reply.fact || reply.outcome === 'link') row.append(...shareActs(reply.text, t, (text) => acts.tell(text)));
    bubble.append(make('span', isOperator ? 'who' : 'unseen', isOperator ? t.operator : `${t.bot}: `), said, ...sourceCard(reply, p, t));
    if (row.childElementCount) bubble.append(row);
    bubble.append(make('span', 'when', clock(entry.at, lang)));
    return bubble;
}

export function welcome(t: Texts, say: (text: string) => void): HTMLElement {
    const card = make('div', 'welcome');
    const picture = make('img');
    picture.src = '/chat/icon.svg';
    picture.alt = '';
    picture.width = picture.height = 56;
    const acts = make('div', 'acts');
    acts.append(...t.examples.map((example) => button(example, () => say(example), 'choice')));
    card.append(picture, make('h2', '', t.motto), make('p', '', t.welcome), make('p', 'small', t.tryThese), acts);
    return card;
}
