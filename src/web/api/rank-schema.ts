import { z } from "zod";

/** The points of an item (`topRank`). */
export const rank = z.object({
  score: z.number().describe("The sum of the points, halved with every six hours since the last text came"),
  outlets: z.number().int().describe("One point each"),
  agencies: z.number().int().describe("How many of the outlets are agencies; two more points each"),
  newIn60: z.number().int().describe("Texts of the last 60 minutes; one point each"),
  newIn15: z.number().int().describe("Texts of the last 15 minutes; one more point each"),
});
