// SPDX-License-Identifier: Apache-2.0
// The frame around every page: navigation, who is signed in, the state of the line, the page itself.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Link, Redirect, Route, Switch, useLocation } from 'wouter-preact';
import { line } from './api';
import { isAtLeast, type Me } from './calls';
import { report, useTask } from './hooks';
import { Icon } from './icons';
import { useKeys } from './keys';
import { KeysHelp } from './keys_help';
import { pages, start, type Page } from './pages';
import { Dialog, LanguageSwitch, ThemeSwitch } from './parts';
import { useTexts } from './prefs';
import { leave } from './session';
import { useStore } from './store';
import { undoLast } from './toasts';

function Line() {
    const t = useTexts(), now = useStore(line);
    return <div class="line" role="status">{now === 'open' ? '' : now === 'offline' ? t.offline : t.unreachable}</div>;
}

function NavLink({ page, onGo }: { page: Page; onGo: () => void }) {
    const t = useTexts(), [path] = useLocation();
    const isHere = path === page.path || path.startsWith(`${page.path}/`);
    return (
        <li>
            <Link href={page.path} class="nav" aria-current={isHere ? 'page' : undefined} aria-keyshortcuts={`g ${page.letter}`} onClick={onGo}>
                <Icon name={page.icon} /><span>{t.pages[page.name]}</span>
            </Link>
        </li>
    );
}

function Nav({ me, onHelp, onGo }: { me: Me; onHelp: () => void; onGo: () => void }) {
    const t = useTexts();
    const signOut = useTask(async () => leave().catch(report));
    const mine = (place: Page['place']) => pages.filter((page) => page.place === place && isAtLeast(me.role, page.least));
    const settings = mine('settings');
    return (
        <>
            <nav aria-label={t.navigation}>
                <ul>{mine('work').map((page) => <NavLink key={page.path} page={page} onGo={onGo} />)}</ul>
                {settings.length > 0 && <><p class="heading">{t.settings}</p><ul>{settings.map((page) => <NavLink key={page.path} page={page} onGo={onGo} />)}</ul></>}
                <ul class="foot">{mine('foot').map((page) => <NavLink key={page.path} page={page} onGo={onGo} />)}</ul>
            </nav>
            <div class="who">
                <p><b class="cut">{me.name}</b><span>{t.roles[me.role]}</span></p>
                <div class="row">
                    <LanguageSwitch /><ThemeSwitch />
                    <button type="button" class="plain small" aria-keyshortcuts="?" onClick={onHelp}><Icon name="keys" />{t.keys}</button>
                    <button type="button" class="plain small" aria-busy={signOut.isBusy} onClick={() => signOut.run()}><Icon name="leave" />{t.signOut}</button>
                </div>
            </div>
        </>
    );
}

// A new page is read from its start: its heading gets the focus, except at the first look.
function useArrival(): void {
    const [path] = useLocation(), first = useRef(true);
    useEffect(() => {
        if (!first.current) {
            window.scrollTo(0, 0);
            document.querySelector<HTMLElement>('#main h1')?.focus();
        }
        first.current = false;
    }, [path]);
}

function NotHere() {
    const t = useTexts();
    return <><h1 tabIndex={-1}>{t.notHere}</h1><p>{t.notHereMore}</p><p><Link href={start}>{t.toStart}</Link></p></>;
}

export function Shell({ me }: { me: Me }) {
    const t = useTexts(), [, go] = useLocation();
    const [hasHelp, setHelp] = useState(false), [hasMenu, setMenu] = useState(false);
    const mine = pages.filter((page) => isAtLeast(me.role, page.least));
    useArrival();
    useKeys([
        { keys: '?', does: t.does.help, run: () => setHelp(true) },
        { keys: 'z', does: t.does.undo, run: undoLast },
        ...mine.map((page) => ({ keys: `g ${page.letter}`, does: t.pages[page.name], run: () => go(page.path) })),
    ]);
    const onHelp = (): void => { setMenu(false); setHelp(true); };
    return (
        <>
            <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); document.getElementById('main')?.focus(); }}>{t.skip}</a>
            <header class="top">
                <button type="button" class="plain" aria-expanded={hasMenu} onClick={() => setMenu(true)}><Icon name="menu" /><span>{t.menu}</span></button>
                <span class="brand">lurus</span>
            </header>
            <header class="side"><p class="brand"><img src="/chat/icon.svg" alt="" width="22" height="22" />lurus</p><Nav me={me} onHelp={onHelp} onGo={() => undefined} /></header>
            <main id="main" tabIndex={-1}>
                <Line />
                <Switch>
                    <Route path="/"><Redirect to={start} replace /></Route>
                    {mine.map((page) => <Route key={page.path} path={page.path}><page.component /></Route>)}
                    <Route><NotHere /></Route>
                </Switch>
            </main>
            {hasMenu && <Dialog title="lurus" look="drawer" onClose={() => setMenu(false)}><Nav me={me} onHelp={onHelp} onGo={() => setMenu(false)} /></Dialog>}
            {hasHelp && <KeysHelp onClose={() => setHelp(false)} />}
        </>
    );
}
