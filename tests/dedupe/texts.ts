/** One agency report, written for these tests. */
export const report = {
  headline: "Survey ship returns to Antelope Reef as Manila lodges new protest",
  text:
    "A survey ship flanked by four coast guard cutters has returned to waters off Antelope Reef in the Paracels, the Philippine " +
    "foreign ministry said on Tuesday, three weeks after it withdrew under pressure from its neighbours. The vessel, the Blue " +
    "Heron 8, dropped anchor eleven miles north-east of the reef shortly after dawn, according to a fisheries patrol that " +
    "photographed it from the air. Manila summoned the ambassador and handed over a note of protest, its forty-second this year. " +
    "Beijing's foreign ministry said the ship was doing routine work in waters that have been its own since ancient times. " +
    "Fishermen from the port of Masinloc said they had been told by radio to leave the lagoon within the hour.",
};

export const twoSentences = `${report.text.split(". ").slice(0, 2).join(". ")}.`;

/** The same report as an outlet prints it. */
export const printed = {
  headline: "South China Sea: tension flares again over disputed lagoon",
  text:
    "Fishermen say they were ordered out over the radio while the lagoon filled with patrol boats.\n\n" +
    `${report.text.slice(0, 420)}\n\nqatar cruises\n\n${report.text.slice(420)}\n\nSOURCE: NEWS AGENCIES\n\nLEAVE A REPLY`,
};

/** The same event in an outlet's own words. */
export const ownWords = {
  headline: "Philippines summons envoy after foreign vessel anchors near Antelope Reef",
  text:
    "Tuesday's arrival of a research vessel and its escorts close to a contested reef in the Paracels has prompted the government " +
    "in Manila to call in the ambassador. Officials described the Blue Heron 8 as unwelcome, and said aircraft would go on watching it.",
};

export const unrelated = {
  headline: "Dairy prices climb for a fifth month as drought bites in Canterbury",
  text:
    "Wholesale milk powder fetched four percent more at the fortnightly auction, traders said, with buyers from Algeria and Indonesia " +
    "outbidding each other for a shrinking supply from the South Island's parched pastures.",
};

/** Texts in other languages and scripts: a report, its cut reprint under another headline, and another event. */
export const languages = [
  {
    language: "de",
    report: [
      "Bahnstreik legt Fernverkehr lahm: Gewerkschaft lehnt neues Angebot ab",
      "Der Streik der Lokführer hat am Mittwoch den Fernverkehr in weiten Teilen des Landes lahmgelegt. Die Gewerkschaft wies ein neues Angebot der Arbeitgeber als Luftnummer zurück und kündigte an, bis Freitagabend nicht in die Führerstände zurückzukehren.",
    ],
    reprint: "Lokführer streiken bis Freitag: Was Reisende jetzt wissen müssen",
    other: [
      "Winzer an der Mosel rechnen mit früher Lese",
      "Nach dem warmen Frühling erwarten die Winzer an der Mosel die früheste Weinlese seit zwei Jahrzehnten, sorgen sich aber um die Trockenheit auf den steilen Hängen.",
    ],
  },
  {
    language: "ru",
    report: [
      "Паводок в Приморье: эвакуированы жители трёх сёл",
      "Спасатели эвакуировали жителей трёх сёл в Приморском крае, где после двухдневных ливней река вышла из берегов и размыла единственную дорогу к мосту. Без электричества остаются более тысячи домов, сообщили в краевом управлении.",
    ],
    reprint: "Река размыла дорогу: людей вывозят вертолётами из затопленных сёл",
    other: [
      "В Казани открылся музей старинных часов",
      "Коллекция насчитывает четыреста экспонатов, самый ранний из которых сделан мастером из Аугсбурга для двора курфюрста.",
    ],
  },
  {
    language: "ja",
    report: [
      "北部で線状降水帯、３村に避難指示　鉄道は始発から運休",
      "気象庁によると、北部の山沿いで線状降水帯が発生し、午前六時までの三時間に二百ミリを超える雨が降った。三つの村に避難指示が出され、鉄道会社は始発から全線で運転を見合わせている。川の水位は上昇を続けている。",
    ],
    reprint: "大雨で三つの村が孤立の恐れ　住民は公民館へ",
    other: [
      "老舗の和菓子店が百年ぶりに新商品",
      "江戸時代から続く和菓子店が、蜜柑の皮を練り込んだ羊羹を百年ぶりの新商品として売り出し、開店前から長い列ができた。",
    ],
  },
  {
    language: "ar",
    report: [
      "زلزال يضرب ساحل الجزيرة ويقطع الطريق إلى الميناء",
      "ضرب زلزال متوسط القوة الساحل الشمالي للجزيرة فجر الأربعاء وتسبب في انهيار جزئي لجسر قديم وانقطاع الطريق المؤدية إلى الميناء، وقالت السلطات إن فرق الإنقاذ تبحث عن ثلاثة صيادين فُقدوا في البحر.",
    ],
    reprint: "فرق الإنقاذ تبحث عن صيادين بعد هزة أرضية",
    other: [
      "افتتاح معرض للمخطوطات النادرة في المكتبة الوطنية",
      "يضم المعرض مئة وعشرين مخطوطة نادرة جُمعت من مكتبات خاصة، ويستمر حتى نهاية الشهر مع محاضرات عن فن التجليد.",
    ],
  },
  {
    language: "zh",
    report: [
      "山洪冲毁公路桥　两县交通中断",
      "当地应急管理部门表示，连日暴雨引发的山洪周三凌晨冲毁了连接两县的公路桥，四千多名居民被转移到学校和体育馆，电力和通信仍未恢复，抢修人员正在搭建便桥。",
    ],
    reprint: "暴雨致四千余人转移　抢修人员连夜架设便桥",
    other: [
      "古城墙修缮工程完工",
      "历时三年的古城墙修缮工程周末完工，游客可以从东门一直走到鼓楼，沿途增设了无障碍通道和夜间照明。",
    ],
  },
  {
    language: "th",
    report: [
      "พายุถล่มเกาะทางใต้ เรือประมงจมสามลำ",
      "พายุดีเปรสชันพัดถล่มเกาะทางตอนใต้เมื่อคืนวันอังคาร ทำให้เรือประมงจมสามลำและบ้านเรือนกว่าสองร้อยหลังได้รับความเสียหาย เจ้าหน้าที่กู้ภัยกำลังค้นหาลูกเรือที่สูญหายอีกห้าคนท่ามกลางคลื่นสูงสี่เมตร",
    ],
    reprint: "กู้ภัยเร่งค้นหาลูกเรือห้าคนหลังคลื่นซัดเรือล่ม",
    other: [
      "ตลาดดอกไม้เก่าแก่เปิดใหม่หลังปรับปรุง",
      "ตลาดดอกไม้ที่เปิดมากว่าหกสิบปีกลับมาเปิดให้บริการอีกครั้ง พร้อมหลังคาใหม่และทางเดินที่กว้างขึ้นสำหรับรถเข็นของผู้ค้า",
    ],
  },
] as const;
