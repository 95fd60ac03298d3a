/**
 * The longest form of a message that a service takes. `write` makes the form with the given number of items, and `fits`
 * says whether the service takes it. The form without items always fits, because writers keep titles short.
 */
export function fitItems<Form>(itemCount: number, write: (items: number) => Form, fits: (form: Form) => boolean): Form {
  for (let items = itemCount; items > 0; items -= 1) {
    const form = write(items);
    if (fits(form)) return form;
  }
  return write(0);
}
