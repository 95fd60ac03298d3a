/**
 * What the invented sources publish. Every place, person, agency and event is made up for this store.
 * `visit` (0 to 6): the visit from which an item stands in its source's feed. The same guid again is a newer state of
 * the item.
 */
const lighthouse = [
  "CARROW POINT (Tidewater Press) - The 140-year-old Carrow lighthouse collapsed into the sea before dawn on Monday after two days of northerly gales, and its keeper and her two sons escaped unhurt through a cellar door.",
  "Keeper Maud Pellow said that she had heard the lamp room crack at about 4 a.m. and had led the boys out with a hurricane lamp. The tower stood 38 metres tall and had been due for repairs in June.",
  "The coastguard asked ships to keep three miles from the rocks until a floating light can be anchored there.",
];

const vesselOpening =
  "A research vessel flanked by three patrol boats has returned to the waters off Tamsin Bank, the fisheries ministry of Ostrava Bay said on Tuesday, four weeks after it withdrew under pressure from its neighbours.";
const vesselHeadline = "Research vessel returns to Tamsin Bank, Ostrava Bay lodges new complaint";

const seedlings =
  "LOW HARDING (Closed Circuit) - The province will pay for 80,000 seedlings that resist the pear canker, its council decided on Wednesday.";

const orchard = [
  "LOW HARDING (Closed Circuit) - Growers in the Harding valley will pull out a quarter of their pear orchards this winter because a canker has spread faster than it can be cut out, according to a letter to members seen by Closed Circuit.",
  "The letter puts the loss at 19 million crowns and asks the province for seedlings that resist the disease.",
];

const bridge = [
  "MARLOWE (Tidewater Press) - Engineers closed the Marlowe suspension bridge on Tuesday evening after a maintenance worker found two broken hanger cables above the eastern span.",
  "Some 23,000 vehicles cross the bridge each day. The road authority said that an inspection would take until Saturday at the earliest.",
];

const balloon = [
  "SKAIL (Tidewater Press) - The crew of the Skail ferry took a balloon pilot on board on Wednesday night after her basket had drifted eleven hours over the sound.",
  "The pilot, Runa Eklund, had taken off in Marlowe for a flight of forty minutes. She was cold but unhurt, the ferry's mate said.",
];

export const news = [
  item(0, "tidewater", "tp-1", "Carrow lighthouse falls into the sea, keeper and sons escape", lighthouse, "Weather"),
  item(
    0,
    "tidewater",
    "tp-2",
    "FLASH-Tremor felt in Carrow Point",
    ["A short tremor was felt in Carrow Point on Monday, a Tidewater Press reporter said."],
    "Disasters",
  ),
  item(
    0,
    "gazette",
    "hg-1",
    "Lighthouse lost to the storm",
    ["Nobody in the village slept.", ...lighthouse, "SOURCE: TIDEWATER PRESS", "LEAVE A REPLY"],
    "News",
  ),
  item(0, "courier", "ic-1", "Family flees as lighthouse collapses", [...lighthouse.slice(0, 2), "Read more"], "World"),
  item(
    0,
    "nordbote",
    "nb-1",
    "Leuchtturm von Carrow stürzt nach Sturm ins Meer",
    [
      "CARROW POINT (Nordbote) - Der 140 Jahre alte Leuchtturm von Carrow ist am frühen Montagmorgen nach zweitägigem Sturm ins Meer gestürzt; die Wärterin und ihre beiden Söhne konnten sich retten.",
      "Die Küstenwache bat alle Schiffe, drei Meilen Abstand von den Felsen zu halten.",
    ],
    "Vermischtes",
  ),
  item(
    0,
    "kaigan",
    "kt-1",
    "カロー岬の灯台が崩壊、灯台守の家族は無事",
    [
      "【カロー岬＝海岸通信】二日続いた北風のため、築１４０年のカロー灯台が月曜未明に海へ崩れ落ちた。灯台守のモード・ペローさんと二人の息子は地下室の扉から逃れ、けがはなかった。",
      "沿岸警備隊は、仮の灯火が置かれるまで岩場から三マイル離れて航行するよう呼びかけている。",
    ],
    "社会",
  ),
  item(
    0,
    "marsad",
    "ms-1",
    "انهيار منارة كارو التاريخية بعد عاصفة استمرت يومين",
    [
      "كارو بوينت (المرصد الساحلي) - انهارت منارة كارو التي يبلغ عمرها ١٤٠ عاما في البحر فجر الاثنين بعد عاصفة شمالية استمرت يومين، ونجت حارسة المنارة وولداها دون إصابات.",
      "وطلب خفر السواحل من السفن الابتعاد ثلاثة أميال عن الصخور.",
    ],
    "حوادث",
  ),
  item(
    0,
    "ribera",
    "dr-1",
    "La cosecha de almendras de la Ribera crece por tercer año",
    [
      "VILLALUENGA - Los agricultores de la Ribera esperan recoger 4.200 toneladas de almendras, un nueve por ciento más que el año pasado, según la cooperativa San Telmo.",
    ],
    "Economía",
  ),
  item(0, "licensed", "cc-1", "Harding growers to pull out a quarter of pear orchards", orchard, "Agriculture"),
  item(
    0,
    "beacon",
    "bw-1",
    "Village choir of Low Harding wins the Orrin cup",
    ["The choir sang three songs of its own making and beat eleven others, the jury said."],
    "Culture",
  ),
  item(
    0,
    "passing",
    "ps-1",
    "Arrivals in Marlowe harbour this week",
    ["The barque Sofie Lund and the tender Kestrel are expected on Tuesday."],
    "Shipping",
  ),
  item(
    0,
    "added",
    "ad-1",
    "Chess club of Marlowe moves into the old customs house",
    ["The club has 61 members and plays on Thursdays."],
    "Local",
  ),

  item(
    1,
    "gazette",
    "hg-2",
    "Pear growers give up a quarter of their orchards",
    [...orchard, "SOURCE: CLOSED CIRCUIT"],
    "Business",
  ),
  item(
    1,
    "ribera",
    "dr-2",
    "El puente de Villaluenga reabre tras las obras",
    ["VILLALUENGA - El puente viejo reabrió el lunes con una hora de retraso y 300 vecinos en fila."],
    "Local",
  ),

  item(
    2,
    "tidewater",
    "tp-1",
    "UPDATE 1-Carrow lighthouse falls into the sea, keeper and sons escape, minister visits",
    [
      ...lighthouse,
      "Transport minister Odran Vale visited the village on Tuesday and promised a steel tower within two years.",
    ],
    "Weather",
  ),
  item(3, "courier", "ic-2", "Contested bank: research vessel is back off Tamsin Bank", [vesselOpening], "World"),
  item(3, "gazette", "hg-3", vesselHeadline, [], "World"),
  item(
    3,
    "nordbote",
    "nb-2",
    "EIL: Brücke von Marlowe gesperrt",
    ["MARLOWE (Nordbote) - Die Hängebrücke von Marlowe ist wegen zweier gerissener Seile gesperrt worden."],
    "Verkehr",
  ),

  item(4, "added", "ad-2", vesselHeadline, [`${vesselOpening} The harbour pilot was summoned.`], "World"),
  item(
    3,
    "tidewater",
    "tp-3",
    "Marlowe bridge closed after broken cables found, 23,000 vehicles a day diverted",
    bridge,
    "Transport",
  ),
  item(3, "gazette", "hg-4", "Commuters stranded as bridge shuts", [...bridge, "SOURCE: TIDEWATER PRESS"], "News"),
  item(
    3,
    "kaigan",
    "kt-1",
    "【訂正】カロー岬の灯台が崩壊、灯台守の家族は無事",
    [
      "【カロー岬＝海岸通信】二日続いた北風のため、築１４２年のカロー灯台が月曜未明に海へ崩れ落ちた。灯台守のモード・ペローさんと二人の息子は地下室の扉から逃れ、けがはなかった。（築年数を訂正します）",
    ],
    "社会",
  ),

  item(
    4,
    "tidewater",
    "tp-3",
    "Marlowe bridge closed after broken cables found, 23,000 vehicles a day diverted",
    [bridge[0], bridge[1].replace("at the earliest", "at the very earliest")],
    "Transport",
  ),
  item(
    4,
    "tidewater",
    "tp-4",
    "Carrow mayor resigns over delayed lighthouse repairs",
    [
      "CARROW POINT (Tidewater Press) - The mayor of Carrow Point, Hal Trevanion, resigned on Wednesday, saying that repairs of the lighthouse should have been paid for last autumn.",
    ],
    "Politics",
  ),
  item(
    4,
    "courier",
    "ic-3",
    "Mayor of Carrow Point steps down",
    [
      "CARROW POINT (Tidewater Press) - The mayor of Carrow Point, Hal Trevanion, resigned on Wednesday, saying that repairs of the lighthouse should have been paid for last autumn.",
    ],
    "World",
  ),
  item(
    4,
    "licensed",
    "cc-2",
    "CORRECTED-Harding pear canker: province offers seedlings",
    [`${seedlings} (Corrects the number of seedlings.)`],
    "Agriculture",
  ),

  item(
    5,
    "tidewater",
    "tp-4",
    "WITHDRAWN-Carrow mayor resigns over delayed lighthouse repairs",
    [
      "Tidewater Press withdraws its report on the mayor of Carrow Point. The letter on which it was based was forged. Please do not use it.",
    ],
    "Politics",
  ),
  item(5, "gazette", "hg-5", "Province pays for new pear trees", [seedlings, "SOURCE: CLOSED CIRCUIT"], "Business"),
  item(5, "tidewater", "tp-7", "Skail ferry crew finds drifting hot-air balloon, pilot safe", balloon, "Weather"),
  item(5, "gazette", "hg-6", "Balloon pilot plucked from the sound", [...balloon, "LEAVE A REPLY"], "News"),
  item(5, "courier", "ic-5", "Balloonist saved by ferry", [...balloon, "Read more"], "World"),
  item(
    5,
    "marsad",
    "ms-2",
    "عاجل: إعادة فتح جسر مارلو أمام حركة السير",
    ["مارلو (المرصد الساحلي) - أعيد فتح جسر مارلو المعلق أمام السيارات صباح الخميس بعد استبدال حبلين مقطوعين."],
    "نقل",
  ),
  item(
    5,
    "kaigan",
    "kt-2",
    "マーロー橋の通行再開、ケーブル２本を交換",
    [
      "【マーロー＝海岸通信】点検のため閉鎖されていたマーローのつり橋が木曜朝、通行を再開した。切れたケーブル２本は取り替えられた。",
    ],
    "交通",
  ),

  item(
    6,
    "tidewater",
    "tp-5",
    "Marlowe bridge to reopen at the weekend, engineers say",
    [
      "MARLOWE (Tidewater Press) - The Marlowe suspension bridge will reopen to cars on Saturday, eleven days after two hanger cables broke, engineers said on Monday.",
      "Lorries over 12 tonnes must wait until the end of the month.",
    ],
    "Transport",
  ),
  item(
    6,
    "courier",
    "ic-4",
    "Bridge opens again on Saturday",
    [
      "The Marlowe suspension bridge will reopen to cars on Saturday, eleven days after two hanger cables broke, engineers said on Monday.",
    ],
    "World",
  ),
];

/** The hub of Tidewater Press delivers this item before a poll finds it. */
export const delivered = item(
  1,
  "tidewater",
  "tp-6",
  "Carrow Point: floating light anchored off the rocks",
  [
    "CARROW POINT (Tidewater Press) - A floating light was anchored off the rocks of Carrow Point at noon on Monday, the coastguard said.",
  ],
  "Weather",
);

/** Documents for `wiredesk ingest`: an archive of old news, and news that is still undecided when the store is kept. */
export const archived = [
  item(
    0,
    "almanac",
    "al-1",
    "Ferry timetable of the Skail islands, winter edition",
    ["Boats leave at seven and at four, weather permitting."],
    "Archive",
  ),
  item(
    0,
    "almanac",
    "al-2",
    "Herring return to Skail sound after nine years",
    ["Skippers landed 40 crates on Friday, the harbour office said."],
    "Archive",
  ),
];
export const archivedLater = [
  item(
    5,
    "almanac",
    "al-4",
    "Tide tables for Skail sound, March",
    ["High water stands at 6.10 and at 18.35 on the first of the month."],
    "Archive",
  ),
];
export const undecided = [
  item(
    6,
    "almanac",
    "al-3",
    "Marlowe bridge opens again on Saturday",
    ["The Marlowe suspension bridge will reopen to cars on Saturday, engineers said on Monday."],
    "Archive",
  ),
  item(
    6,
    "almanac",
    "al-4",
    "CORRECTED-Tide tables for Skail sound, March",
    ["High water stands at 6.25 and at 18.50 on the first of the month."],
    "Archive",
  ),
];

function item(visit, source, guid, title, paragraphs, category) {
  return { visit, source, guid, title, paragraphs, category };
}
