// SPDX-License-Identifier: Apache-2.0
// The frame of what is shown before the desk.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { LanguageSwitch, Note, ThemeSwitch } from '../parts';
import { useTexts } from '../prefs';

// Elsewhere than on this machine a browser keeps no sign-in over plain http.
const isPlain = location.protocol === 'http:' && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(location.hostname);

// Over a desk whose session has ended: in front of any dialog that is open there, and not to be closed.
export function Over({ children }: { children: ComponentChildren }) {
    const ref = useRef<HTMLDialogElement>(null);
    useLayoutEffect(() => {
        const before = document.activeElement;
        ref.current?.showModal();
        return () => window.setTimeout(() => { if (before instanceof HTMLElement && before.isConnected) before.focus(); });
    }, []);
    const stay = (): void => { if (ref.current?.isConnected) ref.current.showModal(); };
    const onKey = (event: KeyboardEvent): void => { if (event.key === 'Escape') event.preventDefault(); };
    return <dialog ref={ref} class="over" onKeyDown={onKey} onCancel={(event) => event.preventDefault()} onClose={stay} aria-label={useTexts().signIn}>{children}</dialog>;
}

export function Door({ title, children }: { title: string; children: ComponentChildren }) {
    const t = useTexts();
    return (
        <div class="door">
            <header class="row"><span class="brand"><img src="/chat/icon.svg" alt="" width="22" height="22" />lurus</span><span class="row"><LanguageSwitch /><ThemeSwitch /></span></header>
            <main>
                <h1>{title}</h1>
                {isPlain && <Note look="warn">{t.plainHttp}</Note>}
                {children}
            </main>
            <footer>{t.desk}</footer>
        </div>
    );
}
