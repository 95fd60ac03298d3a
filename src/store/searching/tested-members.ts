/** When a list asks which entry of a group matches first, only this many are tested: the earliest of the group. */
export const testedMembersMax = 5000;
