/**
 * Marks text from transcripts, memories and tasks as data. What looks like a tag inside is defused, so that nothing said aloud near a
 * recorder can end the fence and speak as the system.
 */
export function fenced(source: string, text: string): string {
  return `<data source="${source}">\n${text.replaceAll('<', '‹').replaceAll('>', '›')}\n</data>`;
}
