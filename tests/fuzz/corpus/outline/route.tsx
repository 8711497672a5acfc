import { db } from '../db'
export async function loader() {
  'use server'
  return db
}
export { loader as action, x as default }
