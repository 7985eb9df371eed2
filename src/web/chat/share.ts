// SPDX-License-Identifier: Apache-2.0
// Sends an answer on: by the device's own sheet, by the clipboard, or to WhatsApp.
import { button, make, outward } from './nodes';
import type { Texts } from './texts';

// Plain http on a local network has no clipboard API; there the old command does it.
function copyByCommand(text: string): boolean {
    const back = document.activeElement;
    const field = make('textarea', 'unseen', text);
    document.body.append(field);
    field.select();
    const isCopied = document.execCommand('copy');
    field.remove();
    if (back instanceof HTMLElement) back.focus();
    return isCopied;
}

async function copy(text: string): Promise<boolean> {
    try {
        await navigator.clipboard.writeText(text);
        return true;
    } catch {
        return copyByCommand(text);
    }
}

export function shareActs(text: string, t: Texts, tell: (text: string) => void): HTMLElement[] {
    const acts: HTMLElement[] = [];
    if (typeof navigator.share === 'function')
        acts.push(button(t.share, () => void navigator.share({ text }).catch(() => undefined), 'act')); // closing the sheet is no error
    acts.push(button(t.copy, () => void copy(text).then((isCopied) => tell(isCopied ? t.copied : t.copyFailed)), 'act'));
    const whatsapp = outward(`https://wa.me/?text=${encodeURIComponent(text)}`, 'act', t.whatsapp);
    whatsapp.append(make('span', 'unseen', ` (${t.newTab})`));
    acts.push(whatsapp);
    return acts;
}
