/** One publication of the demo: the item that a source publishes, and the second at which it does so. */
export interface DemoItem {
  readonly atSeconds: number;
  readonly source: DemoSourceId;
  readonly guid: string;
  readonly title: string;
  /** Paragraphs of plain text. */
  readonly body: readonly string[];
  readonly category: string;
}

export type DemoSourceId = "meridian" | "norpress" | "harbour" | "valley" | "kanal" | "sur";

const ferry = [
  "PORT ELLERY, Nov 22 (Meridian Wire) - A passenger ferry carrying 214 people ran aground off the Skerrow islands early on Sunday, and all on board were brought ashore by lifeboats and fishing vessels, the coastguard said.",
  "The Northern Star struck a sandbank in thick fog at 4:40 a.m. while approaching Port Ellery, coastguard commander Ilse Varga told reporters. Eleven passengers were treated for bruises and shock.",
  "The operator, Skerrow Lines, said that it had suspended its night crossings while investigators examine the vessel's radar records. The ferry was built in 1998 and was refitted last spring.",
];

const dam = [
  "KESTREL VALLEY, Nov 22 (Meridian Wire) - Engineers began lowering the water behind the Orrin dam on Sunday after inspectors found cracks up to 12 centimetres wide in its eastern spillway.",
  "About 3,600 residents of three villages downstream were asked to leave their homes until the reservoir has dropped by four metres, regional governor Tomas Arkady said.",
];

const rate = [
  "LUNDMARK, Nov 22 (Norpress) - The central bank of Lundmark kept its key interest rate at 3.75 percent on Sunday in an unscheduled meeting, saying that it would wait for the wage talks to end.",
  "Governor Petra Holm said that inflation had slowed to 2.4 percent in October from 2.9 percent in September and that the board had voted six to three.",
];

const observatory = [
  "ALTO CIELO, Nov 22 (Norpress) - Astronomers at the Alto Cielo observatory said on Sunday that they had measured the most distant spinning galaxy seen so far, whose light has travelled for more than 12 billion years.",
  "The team, led by Marisol Quintero, used 66 radio dishes for 31 nights. Its paper has been accepted by the Journal of Deep Sky Surveys.",
];

const strike = [
  "BRENNHAFEN, Nov 22 (Norpress) - Crane operators at the port of Brennhafen walked out at noon on Sunday over shift plans, leaving 27 container ships at anchor in the bay.",
  "The union Hafenbund said that the strike would last for 48 hours unless the port authority withdrew its plan for single-handed night shifts.",
];

/**
 * The script, with invented places, people and agencies. As in real news, other sources print the same copy under new
 * headlines, add lines of their own, or shorten it.
 */
export const demoItems: readonly DemoItem[] = [
  item(0, "meridian", "mw-1", "Ferry with 214 aboard runs aground in fog, all rescued", ferry, "Accidents"),
  item(0, "norpress", "np-1", "Lundmark central bank keeps rate at 3.75 pct in surprise meeting", rate, "Economy"),
  item(
    6,
    "harbour",
    "ht-1",
    "All safe after ferry grounding off Skerrow",
    [
      "Passengers described a night of fog, blankets and hot tea.",
      ...ferry.slice(0, 2),
      "harbour boat insurance",
      ferry[2] ?? "",
      "SOURCE: NEWS AGENCIES",
      "LEAVE A REPLY",
    ],
    "News",
  ),
  item(13, "valley", "vp-1", "Ferry runs aground, 214 people rescued", [ferry[0] ?? "", "Read more"], "World"),
  item(
    0,
    "valley",
    "vp-2",
    "Valley choir wins national prize for the third time",
    [
      "The Kestrel Valley chamber choir has won the national choral prize for the third year running with a programme of four lullabies.",
      "Its conductor, Ana Brodeur, said that the choir would celebrate with a free concert in the market hall on Friday.",
    ],
    "Culture",
  ),
  item(
    0,
    "kanal",
    "ko-1",
    "Kranführer in Brennhafen legen die Arbeit nieder",
    [
      "BRENNHAFEN (Kanal Ost) - Die Kranführer im Hafen von Brennhafen haben am Sonntagmittag aus Protest gegen neue Schichtpläne die Arbeit niedergelegt.",
      "Nach Angaben der Gewerkschaft Hafenbund liegen 27 Containerschiffe in der Bucht vor Anker; der Ausstand soll 48 Stunden dauern.",
    ],
    "Wirtschaft",
  ),
  item(
    0,
    "sur",
    "ds-1",
    "Astrónomos de Alto Cielo miden la galaxia giratoria más lejana",
    [
      "ALTO CIELO - El equipo de Marisol Quintero presentó el domingo las observaciones de una galaxia cuya luz viajó más de 12.000 millones de años.",
      "Las 66 antenas del observatorio trabajaron durante 31 noches.",
    ],
    "Ciencia",
  ),
  item(4, "norpress", "np-2", "Brennhafen crane operators strike, 27 ships wait in bay", strike, "Labour"),
  item(
    6,
    "meridian",
    "mw-2",
    "Engineers lower Orrin dam reservoir after cracks found, 3,600 told to leave",
    dam,
    "Disasters",
  ),
  item(
    10,
    "harbour",
    "ht-2",
    "Thousands leave homes below cracked dam",
    [...dam, "SOURCE: MERIDIAN WIRE", "LEAVE A REPLY"],
    "News",
  ),
  item(12, "norpress", "np-3", "Most distant spinning galaxy measured at Alto Cielo", observatory, "Science"),
  item(
    14,
    "valley",
    "vp-3",
    "Orrin dam: water lowered after cracks appear",
    [dam[0] ?? "", dam[1] ?? "", "The post Orrin dam: water lowered appeared first on The Valley Post."],
    "Local",
  ),
  item(
    18,
    "harbour",
    "ht-3",
    "27 ships wait as crane operators walk out",
    [...strike, "ADVERTISEMENT", "SOURCE: NORPRESS"],
    "Business",
  ),
  item(
    20,
    "meridian",
    "mw-1",
    "UPDATE 1-Ferry with 214 aboard runs aground in fog, all rescued, captain questioned",
    [
      ...ferry,
      "Police said later on Sunday that they were questioning the captain, who has 22 years of service, as a witness.",
    ],
    "Accidents",
  ),
  item(
    26,
    "norpress",
    "np-1",
    "CORRECTED-Lundmark central bank keeps rate at 3.75 pct, board voted five to four",
    [
      rate[0] ?? "",
      "(Corrects the vote in the second paragraph.) Governor Petra Holm said that inflation had slowed to 2.4 percent in October from 2.9 percent in September and that the board had voted five to four.",
    ],
    "Economy",
  ),
  item(
    30,
    "norpress",
    "np-4",
    "Brennhafen harbour master resigns over crane strike",
    [
      "BRENNHAFEN, Nov 22 (Norpress) - The harbour master of Brennhafen, Ole Dittmar, resigned on Sunday evening, hours after crane operators walked out.",
      "He told the city council that he no longer had its confidence.",
    ],
    "Labour",
  ),
  item(
    40,
    "norpress",
    "np-4",
    "WITHDRAWN-Brennhafen harbour master resigns over crane strike",
    [
      "Norpress withdraws its report on the resignation of the harbour master of Brennhafen. The letter on which it was based was not genuine. Please do not use it.",
    ],
    "Labour",
  ),
  item(
    44,
    "meridian",
    "mw-3",
    "FLASH-Strong earthquake felt in Port Ellery",
    [
      "PORT ELLERY, Nov 22 (Meridian Wire) - A strong earthquake was felt in Port Ellery on Sunday evening, a Meridian Wire reporter said.",
    ],
    "Disasters",
  ),
  item(
    50,
    "meridian",
    "mw-4",
    "Earthquake of magnitude 5.8 shakes Port Ellery, no injuries reported",
    [
      "PORT ELLERY, Nov 22 (Meridian Wire) - An earthquake of magnitude 5.8 shook Port Ellery and the Skerrow islands on Sunday evening, the seismological institute said. There were no reports of injuries.",
      "Its centre lay 34 kilometres south of the harbour at a depth of 11 kilometres. Trains were halted for an hour while bridges were inspected.",
    ],
    "Disasters",
  ),
  item(
    56,
    "harbour",
    "ht-4",
    "Port Ellery shaken by magnitude 5.8 quake",
    [
      "PORT ELLERY, Nov 22 (Meridian Wire) - An earthquake of magnitude 5.8 shook Port Ellery and the Skerrow islands on Sunday evening, the seismological institute said. There were no reports of injuries.",
      "Its centre lay 34 kilometres south of the harbour at a depth of 11 kilometres. Trains were halted for an hour while bridges were inspected.",
      "LEAVE A REPLY",
    ],
    "News",
  ),
  item(
    62,
    "valley",
    "vp-4",
    "No injuries in strong Port Ellery earthquake",
    [
      "An earthquake of magnitude 5.8 shook Port Ellery and the Skerrow islands on Sunday evening, the seismological institute said. There were no reports of injuries.",
    ],
    "World",
  ),
];

function item(
  atSeconds: number,
  source: DemoSourceId,
  guid: string,
  title: string,
  body: readonly string[],
  category: string,
): DemoItem {
  return { atSeconds, source, guid, title, body, category };
}
