0import { ApsoClient as C } from '@apso/sdk';
const key = 'ab' + `c${'d'}`;
new C({ baseUrl: 'x', apiKey: key });