2import { apsoAdapter } from '@apso/better-auth-adapter';
export const B = ({ k = 'x' }: P) => <D e={apsoAdapter({ apiKey: k })}>t {f(k ?? 'y')}</D>; // c