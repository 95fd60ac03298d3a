import type { Publisher } from "../../publish/publisher.ts";
import { exampleAddress, exampleBodies, exampleValue } from "./api-examples.ts";
import type { ApiOperation } from "./api-operation.ts";
import { type Parameter, parametersOf } from "./openapi-document.ts";

/** The id of an operation on the page, for links: "get-api-v1-stories-id". */
export function idOfOperation({ method, path }: ApiOperation): string {
  return `${method}${path.replace(/[/{}]+/g, "-")}`.replace(/-$/, "");
}

/** One operation: what it does, a line for curl, and a form on which it can be tried. */
export function OperationPanel(props: { readonly one: ApiOperation; readonly baseUrl: Publisher["baseUrl"] }) {
  const { one, baseUrl } = props;
  const reads = one.method === "get";
  const bodies = exampleBodies(one);
  const name = idOfOperation(one);
  return (
    <section class="operation" id={name} aria-labelledby={`${name}-title`}>
      <h3 id={`${name}-title`}>
        <span class={`method ${one.method}`}>{one.method.toUpperCase()}</span> {one.path}
      </h3>
      <p>
        {one.summary}.{one.editor ? " Needs the admin token." : ""}
      </p>
      <CurlLine one={one} baseUrl={baseUrl} body={bodies[0]?.[1] ?? null} />
      <form
        class={reads ? "try" : "try script-only"}
        hidden={!reads}
        method={reads ? "get" : "post"}
        action={one.path}
        data-method={one.method}
      >
        {parametersOf(one).map((parameter) => (
          <Field key={parameter.name} parameter={parameter} name={`${name}-${parameter.name}`} />
        ))}
        {one.bodySchema === null ? null : <Body bodies={bodies} name={`${name}-body`} />}
        <button type="submit">{reads ? "Read" : "Send"}</button>
      </form>
      <pre class="answer" hidden aria-live="polite" />
    </section>
  );
}

/**
 * The request as a command. Single quotes keep it in one piece in a shell. While a form is filled in, the script writes
 * its values into the two marked parts.
 */
function CurlLine(props: { readonly one: ApiOperation; readonly baseUrl: string; readonly body: object | null }) {
  const { one, baseUrl, body } = props;
  const method = one.method === "get" ? "" : ` -X ${one.method.toUpperCase()}`;
  const token = one.editor ? ' -H "Authorization: Bearer $WIREDESK_ADMIN_TOKEN"' : "";
  return (
    <pre class="curl">
      curl{method}
      {token}{" "}
      <span data-origin={new URL(baseUrl).origin}>'{`${baseUrl.replace(/\/$/, "")}${exampleAddress(one)}`}'</span>
      {body === null ? null : (
        <>
          {" "}
          -H 'Content-Type: application/json' -d <span data-body>'{JSON.stringify(body)}'</span>
        </>
      )}
    </pre>
  );
}

function Field({ parameter, name }: { readonly parameter: Parameter; readonly name: string }) {
  const { required } = parameter;
  const description = [required ? "Required." : "", parameter.description ?? ""].filter(Boolean).join(" ");
  const described = description === "" ? {} : { "aria-describedby": `${name}-hint` };
  return (
    <div class="field">
      <label for={name}>{parameter.name}</label>
      {parameter.values === null ? (
        <input
          id={name}
          name={parameter.name}
          required={required}
          placeholder={exampleValue(parameter.name)}
          {...described}
        />
      ) : (
        <select id={name} name={parameter.name} {...described}>
          <option value="">any</option>
          {parameter.values.map((value) => (
            <option key={value} value={value}>
              {value}
            </option>
          ))}
        </select>
      )}
      {description === "" ? null : (
        <p id={`${name}-hint`} class="hint">
          <Told text={description} />
        </p>
      )}
    </div>
  );
}

/** A description of a schema: words between backquotes are code. */
function Told({ text }: { readonly text: string }) {
  return <>{text.split("`").map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : part))}</>;
}

function Body(props: { readonly bodies: readonly (readonly [string, object])[]; readonly name: string }) {
  const { bodies, name } = props;
  const [first] = bodies;
  return (
    <>
      {bodies.length < 2 ? null : (
        <div class="field">
          <label for={`${name}-example`}>Example</label>
          <select id={`${name}-example`} data-fills={name}>
            {bodies.map(([title, body]) => (
              <option key={title} value={JSON.stringify(body, null, 2)}>
                {title}
              </option>
            ))}
          </select>
          <p class="hint">Fills the body.</p>
        </div>
      )}
      <div class="field">
        <label for={name}>body</label>
        <textarea id={name} name="body" rows={6} required>
          {JSON.stringify(first?.[1] ?? {}, null, 2)}
        </textarea>
      </div>
    </>
  );
}
