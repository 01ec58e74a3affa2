// What the first tab holds when nothing was written yet.
export const WELCOME = `# One sentence plan, shared by prison and
# probation.
#
#  1. Sign in, at the top right.
#  2. Open an example from the menu above,
#     or write an operation here: Ctrl-Space
#     completes it, and the book at the left
#     explains every type.
#  3. Run it: Ctrl-Enter, or the play button.

query Hello {
  __typename
}
`;
