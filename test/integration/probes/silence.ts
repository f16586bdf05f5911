/** Stands in for a test file that ends well and has tested nothing. */
export async function run(): Promise<void> {}
