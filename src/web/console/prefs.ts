// SPDX-License-Identifier: Apache-2.0
// The language and the colours of the page; both change at once, everywhere, and in the other tabs too.
import type { Lang } from '../shared/protocol';
import { choices } from './memory';
import { Store, useStore } from './store';
import { textsOf, type Texts } from './texts';

export type Theme = 'system' | 'light' | 'dark';
export const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

const readLang = (): Lang => {
    const kept = choices.get('lang');
    if (kept === 'id' || kept === 'en') return kept;
    return /^(id|ms|jv|su)\b/i.test(navigator.language) ? 'id' : 'en';
};
const readTheme = (): Theme => THEMES.find((theme) => theme === choices.get('theme')) ?? 'system';

export const lang = new Store<Lang>(readLang());
export const theme = new Store<Theme>(readTheme());
export const hasShortcuts = new Store<boolean>(choices.get('keys') !== 'off');

function paint(): void {
    document.documentElement.lang = lang.value;
    if (theme.value === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme.value;
}

export function startPrefs(): void {
    paint();
    lang.follow((value) => { choices.set('lang', value); paint(); });
    theme.follow((value) => { choices.set('theme', value); paint(); });
    hasShortcuts.follow((value) => choices.set('keys', value ? null : 'off'));
    window.addEventListener('storage', () => {
        lang.set(readLang());
        theme.set(readTheme());
        hasShortcuts.set(choices.get('keys') !== 'off');
    });
}

export const useTexts = (): Texts => textsOf(useStore(lang));
export const texts = (): Texts => textsOf(lang.value);
