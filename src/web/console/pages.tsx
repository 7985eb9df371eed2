// SPDX-License-Identifier: Apache-2.0
// The pages of the desk, one row each: a page that is not here is not shown anywhere.
import type { FunctionComponent } from 'preact';
import type { Role } from './calls';
import type { IconName } from './icons';
import { About } from './pages/about';
import { Account } from './pages/account';
import { Operators } from './pages/operators';
import { TryIt } from './pages/try_it';
import type { Texts } from './texts';

export interface Page {
    path: string;
    name: keyof Texts['pages'];
    icon: IconName;
    letter: string;                      // after g
    least: Role;                         // whom it is for
    place: 'work' | 'settings' | 'foot'; // in the navigation
    component: FunctionComponent;
}

export const pages: readonly Page[] = [
    { path: '/try', name: 'tryIt', icon: 'ask', letter: 't', least: 'viewer', place: 'work', component: TryIt },
    { path: '/operators', name: 'operators', icon: 'people', letter: 'o', least: 'admin', place: 'settings', component: Operators },
    { path: '/account', name: 'account', icon: 'person', letter: 'p', least: 'viewer', place: 'foot', component: Account },
    { path: '/about', name: 'about', icon: 'about', letter: 'i', least: 'viewer', place: 'foot', component: About },
];
export const start = '/try';
