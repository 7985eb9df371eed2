// SPDX-License-Identifier: Apache-2.0
// The small things that pages are made of.
import type { ComponentChildren, RefObject } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Lang } from '../shared/protocol';
import { ApiError } from './api';
import { Icon, type IconName } from './icons';
import { lang, theme, THEMES, useTexts } from './prefs';
import { useNow, wordsOf } from './hooks';
import { useStore } from './store';
import { complain } from './toasts';
import { ago, full } from './times';

interface FieldProps {
    label: string; value: string; onInput: (value: string) => void; type?: 'text' | 'password' | 'date'; autocomplete?: string;
    hint?: ComponentChildren; error?: string | null; isRequired?: boolean; max?: number; mode?: 'numeric' | 'text'; field?: RefObject<HTMLInputElement>; look?: string; isFixed?: boolean;
}

export function Field(p: FieldProps) {
    const id = useId();
    const told = [p.error ? `${id}-bad` : '', p.hint ? `${id}-hint` : ''].filter(Boolean).join(' ');
    return (
        <div class={`field ${p.look ?? ''}`}>
            <label for={id}>{p.label}</label>
            <input
                id={id} ref={p.field ?? null} type={p.type ?? 'text'} value={p.value} autocomplete={p.autocomplete ?? 'off'} required={p.isRequired ?? false} maxLength={p.max ?? 200}
                inputMode={p.mode ?? 'text'} spellcheck={false} autocapitalize="none" readOnly={p.isFixed ?? false}
                aria-invalid={p.error ? 'true' : 'false'} aria-describedby={told || undefined} onInput={(event) => p.onInput(event.currentTarget.value)}
            />
            {p.error && <p class="bad" id={`${id}-bad`}>{p.error}</p>}
            {p.hint && <div class="hint" id={`${id}-hint`}>{p.hint}</div>}
        </div>
    );
}

// A password that can be looked at while it is typed.
export function Secret(p: FieldProps) {
    const t = useTexts(), [isSeen, setSeen] = useState(false);
    return (
        <div class="secret">
            <Field {...p} type={isSeen ? 'text' : 'password'} />
            <button type="button" class="plain small" aria-pressed={isSeen} onClick={() => setSeen(!isSeen)}>{isSeen ? t.hide : t.show}</button>
        </div>
    );
}

export function Select<T extends string>(p: { label: string; value: T; options: readonly (readonly [T, string])[]; onChange: (value: T) => void; isHidden?: boolean; isOff?: boolean }) {
    const id = useId();
    return (
        <div class="field">
            <label for={id} class={p.isHidden ? 'unseen' : ''}>{p.label}</label>
            <select id={id} value={p.value} disabled={p.isOff ?? false} onChange={(event) => p.onChange(event.currentTarget.value as T)}>
                {p.options.map(([value, name]) => <option key={value} value={value} selected={value === p.value}>{name}</option>)}
            </select>
        </div>
    );
}

export function Button(p: { children: ComponentChildren; onClick?: () => void; look?: string; icon?: IconName; isBusy?: boolean; isSubmit?: boolean; keys?: string; isOff?: boolean }) {
    return (
        <button type={p.isSubmit ? 'submit' : 'button'} class={p.look ?? ''} aria-busy={p.isBusy ?? false} disabled={p.isOff ?? false} aria-keyshortcuts={p.keys} onClick={p.onClick}>
            {p.icon && <Icon name={p.icon} />}<span>{p.children}</span>
        </button>
    );
}

export function Trouble({ error, again }: { error: unknown; again?: () => void }) {
    const t = useTexts();
    const isOver = error instanceof ApiError && error.code === 'no_session'; // the sign-in says so
    if (!error || isOver) return null;
    return <div class="notice bad" role="alert"><Icon name="warn" /><p>{wordsOf(error)}</p>{again && <Button look="small" onClick={again}>{t.again}</Button>}</div>;
}

export function Note({ children, look = '' }: { children: ComponentChildren; look?: string }) {
    return <div class={`notice ${look}`}><Icon name={look.includes('warn') ? 'warn' : 'about'} /><div>{children}</div></div>;
}

export function Loading() {
    return <p class="loading" role="status">{useTexts().loading}</p>;
}

export function When({ at }: { at: number }) {
    const now = useNow(), l = useStore(lang);
    return <time dateTime={new Date(at).toISOString()} title={full(at, l)}>{ago(at, l, now)}</time>;
}

export function Copy({ value }: { value: string }) {
    const t = useTexts(), [isDone, setDone] = useState(false);
    const copy = (): void => { navigator.clipboard?.writeText(value).then(() => setDone(true), () => complain(t.copyFailed)); };
    return <Button icon={isDone ? 'done' : 'copy'} onClick={copy}>{isDone ? t.copied : t.copy}</Button>;
}

// All of it can be read; one click in it marks it for whoever copies by hand.
export function CopyLine({ value, label }: { value: string; label: string }) {
    return <div class="copy"><code class="grow" aria-label={label} role="group">{value}</code><Copy value={value} /></div>;
}

// The platform's own dialog: focus stays inside, Escape closes it, and focus goes back to where it was.
export function Dialog({ title, onClose, children, look = '' }: { title: string; onClose: () => void; children: ComponentChildren; look?: string }) {
    const t = useTexts(), ref = useRef<HTMLDialogElement>(null), id = useId();
    useLayoutEffect(() => {
        const before = document.activeElement;
        ref.current?.showModal();
        ref.current?.querySelector<HTMLElement>('input, select, textarea, .copy button')?.focus();
        return () => { if (before instanceof HTMLElement && before.isConnected) before.focus(); };
    }, []);
    const onClick = (event: MouseEvent): void => { if (event.target === ref.current) onClose(); };
    return (
        <dialog ref={ref} class={look} aria-labelledby={id} onClose={onClose} onClick={onClick}>
            <div class="inside">
                <header><h2 id={id}>{title}</h2><button type="button" class="plain small" aria-label={t.close} onClick={onClose}>✕</button></header>
                {children}
            </div>
        </dialog>
    );
}

const others: Record<Lang, { to: Lang; name: string }> = { id: { to: 'en', name: 'English' }, en: { to: 'id', name: 'Indonesia' } };

export function LanguageSwitch() {
    const { to, name } = others[useStore(lang)];
    return <button type="button" class="plain small" lang={to} onClick={() => lang.set(to)}><Icon name="world" />{name}</button>;
}

export function ThemeSwitch() {
    const t = useTexts(), now = useStore(theme);
    const next = THEMES[(THEMES.indexOf(now) + 1) % THEMES.length] ?? 'system';
    return (
        <button type="button" class="plain small" title={`${t.theme}: ${t.themes[now]}`} onClick={() => theme.set(next)}>
            <Icon name={now} /><span class="unseen">{t.theme}: </span>{t.themes[now]}
        </button>
    );
}

export const Verdict = ({ code }: { code: string }) => <span class={`verdict v-${code}`}>{useTexts().verdicts[code] ?? code}</span>;
