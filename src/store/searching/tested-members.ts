/** To find the entry of a group that matches first, a list tests at most this many of the earliest entries. */
export const testedMembersMax = 5000;
