// SPDX-License-Identifier: Apache-2.0
// The bubbles. Everything is made as DOM nodes; no text is ever read as HTML.
import type { Button, Reply } from '../shared/protocol';
import type { Texts } from './texts';

// By verdict: the shape and the mark, so that no colour is needed to understand it.
const looks: Record<string, [look: string, mark: string]> = {
    false: ['bad', '✕'], scam: ['bad', '!'], misleading: ['warn', '!'], unproven: ['warn', '?'], partly_true: ['warn', '½'], true: ['good', '✓'], satire: ['warn', '~'],
};

export function make<K extends keyof HTMLElementTagNameMap>(tag: K, look = '', text = ''): HTMLElementTagNameMap[K] {
    const node = document.createElement(tag);
    if (look) node.className = look;
    if (text) node.textContent = text;
    return node;
}

export function button(title: string, onClick: (b: HTMLButtonElement) => void, look = ''): HTMLButtonElement {
    const b = make('button', look, title);
    b.type = 'button';
    b.addEventListener('click', () => onClick(b));
    return b;
}

// Only http and https become links, and what they open learns nothing of this page.
function putText(parent: HTMLElement, text: string): void {
    const pattern = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]]/g;
    let done = 0;
    for (const found of text.matchAll(pattern)) {
        parent.append(text.slice(done, found.index));
        const link = make('a', '', found[0]);
        link.href = found[0];
        link.target = '_blank';
        link.rel = 'noopener noreferrer';
        parent.append(link);
        done = (found.index ?? 0) + found[0].length;
    }
    parent.append(text.slice(done));
}

export function mine(text: string, t: Texts): HTMLElement {
    const bubble = make('div', 'bubble mine');
    bubble.append(make('span', 'unseen', `${t.you}: `), text);
    return bubble;
}

function verdictOf(reply: Reply, t: Texts): HTMLElement | null {
    const look = reply.verdict ? looks[reply.verdict] : undefined;
    if (!reply.verdict || !look) return null;
    const line = make('p', `verdict ${look[0]}`);
    const mark = make('span', 'mark', look[1]);
    mark.setAttribute('aria-hidden', 'true');
    line.append(mark, t.verdict[reply.verdict] ?? reply.verdict);
    return line;
}

// The text begins with the verdict word, which already stands large above it.
function withoutVerdict(reply: Reply, t: Texts): string {
    const word = reply.verdict ? t.verdict[reply.verdict] : undefined;
    return word && reply.text.startsWith(`${word}: `) ? reply.text.slice(word.length + 2) : reply.text;
}

async function sendOn(text: string, t: Texts, b: HTMLButtonElement): Promise<void> {
    try {
        if (navigator.share) {
            await navigator.share({ text });
            return;
        }
        await navigator.clipboard.writeText(text);
        b.textContent = t.copied;
        window.setTimeout(() => { b.textContent = t.copy; }, 2500);
    } catch {
        b.focus(); // the person closed the sheet, or the browser refused
    }
}

function actsOf(reply: Reply, t: Texts, onChoice: (choice: Button) => void): HTMLElement | null {
    const acts = make('div', 'acts');
    for (const choice of reply.buttons) acts.append(button(choice.title, () => onChoice(choice)));
    if (reply.fact) {
        const share = button(navigator.share === undefined ? t.copy : t.share, (b) => void sendOn(reply.text, t, b), 'send-on');
        const whatsapp = make('a', 'act', t.whatsapp);
        whatsapp.href = `https://wa.me/?text=${encodeURIComponent(reply.text)}`;
        whatsapp.target = '_blank';
        whatsapp.rel = 'noopener noreferrer';
        acts.append(share, whatsapp);
    }
    return acts.childElementCount ? acts : null;
}

export function theirs(reply: Reply, t: Texts, onChoice: (choice: Button) => void): HTMLElement {
    const bubble = make('div', `bubble ${reply.from}`);
    bubble.append(make('span', reply.from === 'operator' ? 'who' : 'unseen', `${reply.from === 'operator' ? t.operator : t.bot}: `));
    const verdict = verdictOf(reply, t);
    if (verdict) bubble.append(verdict);
    const text = make('div');
    putText(text, verdict ? withoutVerdict(reply, t) : reply.text);
    bubble.append(text);
    const acts = actsOf(reply, t, onChoice);
    if (acts) bubble.append(acts);
    return bubble;
}
