//! One run in a runtime of its own.

use std::time::{Duration, Instant};

use rquickjs::{CatchResultExt as _, CaughtError, Context, Ctx, Function, Promise, Runtime, Value as JsValue};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::Failure;
use crate::network::Network;

/// Most memory of a run, in bytes.
const MEMORY: usize = 128 * 1024 * 1024;

/// Largest stack of a run, in bytes; a thread has two megabytes.
const STACK: usize = 512 * 1024;

/// Longest answer of a run, in bytes.
const OUTPUT: usize = 256 * 1024;

/// Calls the script's function, and tells how it went.
const PRELUDE: &str = include_str!("prelude.js");

/// Gives the script `fetch`.
const NETWORK: &str = include_str!("network.js");

/// What the prelude tells.
#[derive(Deserialize)]
struct Told {
    /// Absent where the script returns nothing; what is there may be `null`.
    #[serde(default, deserialize_with = "present")]
    value: Option<Value>,
    denied: Option<String>,
    error: Option<Thrown>,
}

fn present<'de, D: Deserializer<'de>>(reader: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(reader).map(Some)
}

#[derive(Deserialize)]
struct Thrown {
    name: String,
    message: String,
}

/// Runs a script's function with an input in JSON.
pub(crate) fn run(
    source: &str,
    entry: &str,
    input: &str,
    longest: Duration,
    network: Option<Network>,
) -> Result<Option<Value>, Failure> {
    let unusable = |_| Failure::Limit("no sandbox can be made");
    let runtime = Runtime::new().map_err(unusable)?;
    runtime.set_memory_limit(MEMORY);
    runtime.set_max_stack_size(STACK);
    let began = Instant::now();
    runtime.set_interrupt_handler(Some(Box::new(move || began.elapsed() >= longest)));
    let context = Context::full(&runtime).map_err(unusable)?;
    let told = context.with(|ctx| told(&ctx, source, entry, input, network));
    if began.elapsed() >= longest {
        return Err(Failure::Limit("the script takes too long"));
    }
    let told = told?;
    if told.len() > OUTPUT {
        return Err(Failure::Limit("what the script returns is too large"));
    }
    let told: Told = serde_json::from_str(&told).map_err(|_| Failure::Limit("what the script returns is no JSON"))?;
    match told {
        Told { denied: Some(message), .. } => Err(Failure::Denied(message)),
        Told { error: Some(Thrown { name, message }), .. } => Err(failure(name, message)),
        Told { value, .. } => Ok(value),
    }
}

fn told(ctx: &Ctx<'_>, source: &str, entry: &str, input: &str, network: Option<Network>) -> Result<String, Failure> {
    if let Some(network) = network {
        let connect: Function<'_> = ctx.eval(NETWORK).catch(ctx).map_err(thrown)?;
        let ask = Function::new(ctx.clone(), move |asked: String| match network.fetch(&asked) {
            Ok(answer) => vec![Some(answer), None],
            Err(failure) => vec![None, Some(failure)],
        });
        connect.call::<_, ()>((ask.catch(ctx).map_err(thrown)?,)).catch(ctx).map_err(thrown)?;
    }
    let prelude: Function<'_> = ctx.eval(PRELUDE).catch(ctx).map_err(thrown)?;
    ctx.eval::<(), _>(source).catch(ctx).map_err(thrown)?;
    let found = ctx.eval::<JsValue<'_>, _>(format!("typeof {entry} === 'function' ? {entry} : undefined"));
    let function = found.catch(ctx).map_err(thrown)?.into_function();
    let function = function.ok_or_else(|| failure("TypeError".to_owned(), format!("{entry} is not a function")))?;
    let input = ctx.json_parse(input).catch(ctx).map_err(thrown)?;
    let promise: Promise<'_> = prelude.call((function, input)).catch(ctx).map_err(thrown)?;
    promise.finish::<String>().catch(ctx).map_err(thrown)
}

/// What a script threw, or why it could not go on.
fn thrown(error: CaughtError<'_>) -> Failure {
    match error {
        CaughtError::Exception(exception) => {
            let name = exception.as_object().get::<_, String>("name").unwrap_or_else(|_| "Error".to_owned());
            failure(name, exception.message().unwrap_or_default())
        }
        CaughtError::Value(_) => failure("Error".to_owned(), "the script threw a value".to_owned()),
        CaughtError::Error(rquickjs::Error::WouldBlock) => Failure::Limit("the script waits for what never comes"),
        CaughtError::Error(_) => Failure::Limit("the script cannot go on"),
    }
}

fn failure(name: String, message: String) -> Failure {
    match name.as_str() {
        "SyntaxError" | "TypeError" => Failure::Wrong { name, message },
        _ => Failure::Threw { name, message },
    }
}
