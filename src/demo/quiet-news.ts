import type { DemoItem } from "./demo-stories.ts";

/** The rest of the day's news, which all sources have published before the demo begins. Nobody reprints it. */
export const quietNews: readonly DemoItem[] = [
  {
    atSeconds: 0,
    source: "meridian",
    guid: "mw-10",
    title: "UPDATE 2-Grain exporters agree to share rail wagons through winter",
    body: [
      "LUNDMARK, Nov 22 (Meridian Wire) - Four grain exporters agreed on Sunday to share 1,200 rail wagons until March, after a shortage had left silos full for five weeks.",
      "The agreement ends a dispute over loading slots at the terminal of Ostby, their association said.",
    ],
    category: "Economy",
  },
  {
    atSeconds: 0,
    source: "norpress",
    guid: "np-10",
    title: "Orsund parliament votes 88-61 to extend free school meals",
    body: [
      "ORSUND, Nov 22 (Norpress) - The parliament of Orsund voted by 88 to 61 on Sunday to give free meals to all pupils under twelve from January.",
      "The measure costs 310 million crowns a year, finance minister Lena Brandvik said.",
    ],
    category: "Politics",
  },
  {
    atSeconds: 0,
    source: "harbour",
    guid: "ht-10",
    title: "Night buses return to the Westgate line from Monday",
    body: [
      "Night buses will run every forty minutes between the old market and Westgate from Monday, eleven months after the operator stopped them for lack of drivers.",
    ],
    category: "News",
  },
  {
    atSeconds: 0,
    source: "valley",
    guid: "vp-10",
    title: "Beekeepers count losses after the wettest spring in forty years",
    body: [
      "Beekeepers in the upper valley have lost a third of their colonies, a survey of 140 apiaries shows. Rain had kept the bees from the fruit blossom for nineteen days.",
    ],
    category: "Local",
  },
  {
    atSeconds: 0,
    source: "kanal",
    guid: "ko-10",
    title: "Nachtzug nach Alto Cielo fährt ab Dezember wieder täglich",
    body: [
      "Der Nachtzug nach Alto Cielo fährt ab dem 13. Dezember wieder jeden Tag. Die Bahn hat dafür zwölf Schlafwagen aus den achtziger Jahren erneuert.",
    ],
    category: "Reise",
  },
  {
    atSeconds: 0,
    source: "sur",
    guid: "ds-10",
    title: "El mercado central de Brodeur reabre tras dos años de obras",
    body: [
      "El mercado central abrió de nuevo sus puertas el domingo con 86 puestos, después de dos años de obras en la cubierta de hierro de 1911.",
    ],
    category: "Cultura",
  },
  {
    atSeconds: 0,
    source: "norpress",
    guid: "np-11",
    title: "Glassworks of Hallen to hire forty for its first electric furnace",
    body: [
      "HALLEN, Nov 22 (Norpress) - The glassworks of Hallen will hire forty people for its first electric furnace, which melts 90 tonnes a day, manager Piet Dorn said.",
    ],
    category: "Business",
  },
];
