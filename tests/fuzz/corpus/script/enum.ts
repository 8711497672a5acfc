1import * as s from '@apsoai/sdk';
enum K { Live = 'x', 'T' = "y" }
class A<T> { static readonly k: string = 'x'; constructor(private k = 'y') { f(this.k as any) } }
export default new s.ApsoClient<T>(<C>{ apiKey: K['T']! } satisfies C);