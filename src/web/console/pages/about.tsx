// SPDX-License-Identifier: Apache-2.0
// Which version this is, and whose work is in the page.
import { useTitle } from '../hooks';
import { licences } from '../licences';
import { useTexts } from '../prefs';

declare const VERSION: string;

export function About() {
    const t = useTexts();
    useTitle(t.pages.about);
    return (
        <>
            <header class="head"><div class="grow"><h1 tabIndex={-1}>{t.pages.about}</h1><p class="hint">{t.aboutMore}</p></div></header>
            <div class="cards">
                <section>
                    <h2>lurus {VERSION}</h2>
                    <p>{t.aboutLicence}</p>
                    <ul class="links">
                        <li><a href="/api/v1/openapi.json" target="_blank" rel="noopener noreferrer">{t.aboutApi}</a></li>
                        <li><a href="/chat" target="_blank" rel="noopener noreferrer">{t.aboutChat}</a></li>
                    </ul>
                </section>
                <section>
                    <h2>{t.aboutParts}</h2>
                    <ul class="list">{licences.map((one) => (
                        <li key={one.name}><details class="grow"><summary><b>{one.name}</b> {one.version} <span class="tag">{one.licence}</span></summary><p class="hint">{one.copyright}</p><p class="legal" lang="en">{one.text}</p></details></li>
                    ))}</ul>
                </section>
            </div>
        </>
    );
}
