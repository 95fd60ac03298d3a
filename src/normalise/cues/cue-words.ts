import type { CueKind } from "../../domain/entry.ts";

/**
 * How a word must be written to count as a cue. A mark is ":", " - ", "|" or a bracket. "plain": with a mark, in any
 * case. "loud": with a mark and only in capitals, because in lower case it is an ordinary word ("Lead:", "Kill:").
 * "tight": in any case, also with a hyphen that no space follows ("Exclusive-Ferry …", as Reuters writes since 2021).
 * In capitals, every cue word may have such a hyphen. "bare": in capitals, also without a mark ("BREAKING Ferry
 * sinks"). "glued": directly before the headline, in a language without spaces ("再送日銀総裁が会見").
 */
export type CueStyle = "plain" | "loud" | "tight" | "bare" | "glued";

/** Words of one kind of cue that must be written in the same way. */
export interface CueWords {
  readonly kind: CueKind;
  readonly style: CueStyle;
  readonly words: readonly string[];
}

function row(kind: CueKind, style: CueStyle, words: string): CueWords {
  return { kind, style, words: words.split("|") };
}

/**
 * The words that wire desks and outlets put before a headline, by language. Letter case, accents and width do not
 * matter.
 */
export const cueWords: readonly CueWords[] = [
  // English
  row("flash", "plain", "flash|newsflash|news flash"),
  row("alert", "plain", "alert|news alert|newsalert|bulletin|breaking news alert"),
  row("alert", "loud", "snap|newsbreak"),
  row("urgent", "bare", "urgent"),
  row("breaking", "bare", "breaking|breaking news|just in"),
  row("breaking", "plain", "developing|developing story|latest"),
  row("update", "plain", "update|updated|news update|writethru|ld writethru"),
  row("update", "loud", "lead|ld|adds|recasts|recast"),
  row("correction", "tight", "corrected"),
  row("correction", "bare", "corrected"),
  row("correction", "plain", "correction|correct|clarification|corrects|corrected repeat|official correction"),
  row("refile", "tight", "refile|refiled|rpt"),
  row("refile", "bare", "refile"),
  row("refile", "loud", "repeat|resend|resending|resent|repeating|repeats|re sent"),
  row("wrapup", "plain", "wrapup|wrap up|roundup|round up|news wrap"),
  row("wrapup", "loud", "wrap"),
  row("withdrawn", "bare", "withdrawn"),
  row("withdrawn", "plain", "kill notice|mandatory kill|story withdrawn|retraction|retracted|story kill|editors kill"),
  row("withdrawn", "loud", "kill|withdrawal|withdraw|withdraws|advisory withdrawn"),
  row("exclusive", "tight", "exclusive"),
  row("exclusive", "bare", "exclusive"),
  row("analysis", "tight", "analysis|factbox|explainer|insight"),
  row("analysis", "plain", "news analysis|fact box|explained"),
  row("advisory", "plain", "media advisory|editors note|note to editors|advisory"),
  row("advisory", "loud", "diary|embargoed|embargo"),
  // French
  row("alert", "plain", "alerte|alerte info|alerte infos|flash info"),
  row("breaking", "bare", "dernière minute|dernière heure"),
  row("update", "plain", "mise à jour|actualisation|actualisé|maj|mis à jour"),
  row("correction", "plain", "corrigé|rectificatif|rectification|erratum|rectifié"),
  row("refile", "loud", "répétition|renvoi|répète"),
  row("wrapup", "plain", "synthèse"),
  row("wrapup", "loud", "point"),
  row("withdrawn", "plain", "annule et remplace|dépêche annulée"),
  row("withdrawn", "loud", "annulé|annulation|annulée"),
  row("exclusive", "plain", "exclusif|exclu|exclusivité"),
  row("analysis", "plain", "analyse|décryptage|éclairage"),
  // Spanish
  row("alert", "plain", "alerta|alerta informativa"),
  row("urgent", "bare", "urgente"),
  row("breaking", "bare", "última hora|último minuto|último momento|ahora"),
  row("update", "plain", "actualización|actualizado|actualiza|ampliación|amplía|actualizada"),
  row("update", "loud", "amp|ampl"),
  row("correction", "plain", "corrección|corregido|corregida|corrige|rectificación|fe de errores|fe de erratas"),
  row("refile", "loud", "reenvío|repetición|reenvía|repite"),
  row("wrapup", "plain", "resumen"),
  row("withdrawn", "loud", "anulado|anulación|anula|anulada|retirado"),
  row("exclusive", "plain", "exclusiva|exclusivo"),
  row("analysis", "plain", "análisis|claves"),
  // German
  row("flash", "bare", "eilmeldung|eil meldung"),
  row("flash", "loud", "eil|blitz"),
  row("urgent", "loud", "dringend"),
  row("update", "plain", "aktualisiert|aktualisierung|neue fassung"),
  row("correction", "plain", "korrektur|berichtigung|berichtigt|korrigiert|richtigstellung|korrigierte fassung"),
  row("refile", "plain", "wdh|wiederholung"),
  row("wrapup", "plain", "zusammenfassung"),
  row("withdrawn", "plain", "zurückgezogen|storniert|annullierung|achtung zurückgezogen"),
  row("withdrawn", "loud", "storno"),
  row("exclusive", "plain", "exklusiv"),
  row("analysis", "plain", "hintergrund"),
  // Italian
  row("breaking", "bare", "ultim'ora|ultimora|ultima ora|ultimissima"),
  row("alert", "loud", "allerta"),
  row("update", "plain", "aggiornamento|aggiornato|aggiorna"),
  row("correction", "plain", "correzione|corretto|rettifica|errata corrige"),
  row("refile", "loud", "ripetizione|ripete"),
  row("wrapup", "plain", "sintesi|riepilogo"),
  row("wrapup", "loud", "punto"),
  row("withdrawn", "loud", "annullato|annullamento|annulla|annullata"),
  row("exclusive", "plain", "esclusiva|esclusivo"),
  row("analysis", "plain", "analisi"),
  // Portuguese
  row("breaking", "plain", "plantão|últimas|agora"),
  row("update", "plain", "atualização|atualizado|atualiza|atualizada"),
  row("correction", "plain", "correção|corrigido|corrigida|retificação|errata"),
  row("refile", "loud", "reenvio|repetição|reenvia"),
  row("wrapup", "plain", "resumo|consolidada"),
  row("withdrawn", "loud", "cancelado|cancelada|anulação"),
  row("analysis", "plain", "análise"),
  // Russian
  row("flash", "bare", "молния"),
  row("urgent", "bare", "срочно|экстренно"),
  row("breaking", "plain", "срочная новость"),
  row("update", "plain", "обновление|обновлено|дополнено|дополнение|обновляется|подробности"),
  row("correction", "plain", "исправлено|исправление|уточнение|уточнено|поправка|исправленная версия"),
  row("refile", "loud", "повтор|повторно"),
  row("wrapup", "plain", "сводка"),
  row("wrapup", "loud", "обобщение|итоги"),
  row("withdrawn", "plain", "отозвано|аннулировано|сообщение аннулировано|снято"),
  row("exclusive", "plain", "эксклюзив"),
  row("analysis", "plain", "анализ|аналитика"),
  // Ukrainian
  row("flash", "bare", "блискавка"),
  row("urgent", "bare", "терміново"),
  row("update", "plain", "оновлено|оновлення|доповнено|оновлюється"),
  row("correction", "plain", "виправлено|виправлення|уточнення|уточнено|спростування"),
  row("withdrawn", "plain", "відкликано|анульовано"),
  row("exclusive", "plain", "ексклюзив"),
  row("analysis", "plain", "аналіз"),
  // Turkish
  row("flash", "plain", "flaş|flaş haber|flaş gelişme"),
  row("breaking", "bare", "son dakika|son dakika haberi"),
  row("urgent", "loud", "acil"),
  row("update", "plain", "güncelleme|güncellendi|güncellenmiş"),
  row("correction", "plain", "düzeltme|düzeltildi|tashih"),
  row("refile", "loud", "tekrar|yeniden"),
  row("wrapup", "plain", "derleme"),
  row("withdrawn", "loud", "iptal|geri çekildi"),
  row("exclusive", "plain", "özel haber"),
  row("exclusive", "loud", "özel"),
  row("analysis", "plain", "analiz"),
  // Arabic
  row("urgent", "bare", "عاجل|خبر عاجل|عاجل جدا"),
  row("update", "plain", "تحديث|محدث|تحديثات"),
  row("correction", "plain", "تصحيح|تصويب|تصحيح خبر|مصحح"),
  row("refile", "plain", "إعادة|إعادة إرسال"),
  row("wrapup", "plain", "ملخص|موجز|حصيلة"),
  row("withdrawn", "plain", "إلغاء|سحب|ملغى|سحب خبر|إلغاء خبر"),
  row("exclusive", "plain", "حصري|حصريا|خاص"),
  row("analysis", "plain", "تحليل"),
  row("advisory", "plain", "تنويه"),
  // Persian
  row("urgent", "plain", "فوری|خبر فوری"),
  row("update", "plain", "به‌روزرسانی|به روز رسانی|به روزرسانی|تکمیلی|خبر تکمیلی"),
  row("correction", "plain", "اصلاحیه|تصحیح|اصلاح خبر"),
  row("refile", "plain", "تکرار|ارسال مجدد"),
  row("wrapup", "plain", "جمع‌بندی|خلاصه"),
  row("withdrawn", "plain", "حذف خبر|لغو خبر|خبر حذف شد"),
  row("exclusive", "plain", "اختصاصی"),
  // Urdu, Hebrew, Hindi
  row("breaking", "plain", "بریکنگ نیوز|ब्रेकिंग|ब्रेकिंग न्यूज|ब्रेकिंग न्यूज़"),
  row("flash", "plain", "מבזק"),
  row("update", "plain", "עדכון|अपडेट"),
  row("correction", "plain", "תיקון|תיקון טעות"),
  row("exclusive", "plain", "בלעדי|एक्सक्लूसिव"),
  // Chinese
  row("flash", "bare", "快讯|快訊|急电|急電|简讯|閃電快訊"),
  row("breaking", "bare", "突发|突發|最新|最新消息|突发新闻|突發新聞|即時"),
  row("urgent", "plain", "紧急|緊急"),
  row("update", "bare", "更新|最新更新"),
  row("correction", "bare", "更正|订正|勘误|勘誤"),
  row("refile", "bare", "重发|重發|重播"),
  row("wrapup", "plain", "综述|綜述|综合|綜合|综合消息|汇总"),
  row("withdrawn", "plain", "撤稿|撤回|撤销|撤銷|作废"),
  row("exclusive", "plain", "独家|獨家"),
  row("analysis", "plain", "分析|新闻分析|新聞分析"),
  // Japanese
  row("flash", "bare", "速報|号外"),
  row("urgent", "plain", "緊急速報|至急"),
  row("correction", "bare", "訂正|訂正記事|訂正版|修正"),
  row("refile", "bare", "再送|差し替え|差替え|再掲|再配信"),
  row("refile", "glued", "再送"),
  row("wrapup", "plain", "まとめ"),
  row("withdrawn", "plain", "取り消し|取消|記事取り消し|配信取り消し|削除"),
  row("exclusive", "plain", "独自|特報|スクープ|独占"),
  row("analysis", "plain", "焦点|アングル|情報box|解説"),
  // Korean
  row("breaking", "bare", "속보"),
  row("urgent", "plain", "긴급"),
  row("flash", "plain", "1보"),
  row("update", "plain", "업데이트|2보|3보|4보|5보"),
  row("correction", "plain", "정정|수정|고침|바로잡습니다"),
  row("refile", "plain", "재송|재전송"),
  row("wrapup", "plain", "종합|종합2보|종합3보|종합4보|종합5보"),
  row("withdrawn", "plain", "전문취소|취소|기사취소"),
  row("exclusive", "plain", "단독"),
  row("analysis", "plain", "분석|해설"),
  // Indonesian, Malay, Vietnamese
  row("breaking", "bare", "terkini|berita kilat|tin nóng"),
  row("breaking", "loud", "nóng"),
  row("update", "plain", "pembaruan|diperbarui|kemas kini|cập nhật"),
  row("correction", "plain", "koreksi|ralat|pembetulan|đính chính"),
  row("exclusive", "plain", "eksklusif|độc quyền"),
  row("analysis", "plain", "analisis"),
  // Polish, Dutch, Romanian, Greek
  row("urgent", "plain", "pilne"),
  row("breaking", "bare", "ultima oră|έκτακτο|z ostatniej chwili"),
  row("update", "plain", "aktualizacja|actualizare|ενημέρωση"),
  row("correction", "plain", "sprostowanie|korekta|correctie|rectificatie|rectificare|διόρθωση"),
  row("exclusive", "plain", "exclusief|exclusiv|αποκλειστικό"),
];
