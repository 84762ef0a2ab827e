//! Routes, each with its description; a wrong method is told the right ones.

use axum::Router;
use axum::handler::Handler;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter};
use http::{HeaderValue, Method, StatusCode, header};

use super::answer;
use super::app::State;
use super::failure::Failure;
use super::openapi::{About, Answer, Described, Operation, Taken};

/// A handler whose arguments and answer can be described.
pub(crate) trait Documented<T> {
    /// Describes them.
    fn describe(operation: &mut Operation<'_>);
}

macro_rules! documented {
    ($($argument:ident),+) => {
        impl<F, Fut, R, M, $($argument),+> Documented<(M, $($argument,)+)> for F
        where
            F: Fn($($argument),+) -> Fut,
            Fut: Future<Output = Result<R, Failure>>,
            R: Answer,
            $($argument: Taken,)+
        {
            fn describe(operation: &mut Operation<'_>) {
                $($argument::describe(operation);)+
                R::describe(operation);
            }
        }
    };
}

documented!(A);
documented!(A, B);
documented!(A, B, C);
documented!(A, B, C, D);
documented!(A, B, C, D, E);

/// The operations of one path.
#[derive(Debug)]
struct PathRoutes {
    path: &'static str,
    methods: MethodRouter<State>,
    allowed: Vec<Method>,
}

/// Operations and their descriptions.
#[derive(Debug, Default)]
pub(crate) struct Routes {
    paths: Vec<PathRoutes>,
    described: Vec<Described>,
}

macro_rules! methods {
    ($($name:ident: $method:ident),*) => {$(
        /// Adds an operation of this method to the path.
        pub(crate) fn $name<H, T>(self, handler: H, about: About) -> Self
        where
            H: Handler<T, State> + Documented<T>,
            T: 'static,
        {
            self.on(Method::$method, MethodFilter::$method, handler, about)
        }
    )*};
}

impl Routes {
    /// The operations of one path, to be added one by one.
    pub(crate) fn at(path: &'static str) -> Self {
        Self::default().and_at(path)
    }

    /// The same for a further path.
    pub(crate) fn and_at(mut self, path: &'static str) -> Self {
        self.paths.push(PathRoutes { path, methods: MethodRouter::new(), allowed: Vec::new() });
        self
    }

    methods!(get: GET, post: POST, put: PUT, patch: PATCH, delete: DELETE);

    fn on<H, T>(mut self, method: Method, filter: MethodFilter, handler: H, about: About) -> Self
    where
        H: Handler<T, State> + Documented<T>,
        T: 'static,
    {
        if let Some(last) = self.paths.last_mut() {
            last.methods = std::mem::take(&mut last.methods).on(filter, handler);
            last.allowed.push(method.clone());
            self.described.push(Described { method, path: last.path, about, describe: H::describe });
        }
        self
    }

    pub(crate) fn merge(mut self, other: Self) -> Self {
        self.paths.extend(other.paths);
        self.described.extend(other.described);
        self
    }

    pub(crate) fn described(&self) -> &[Described] {
        &self.described
    }

    pub(crate) fn into_router(self) -> Router<State> {
        let mut router = Router::new();
        for PathRoutes { path, methods, allowed } in self.paths {
            let allow = allow(&allowed);
            router = router.route(path, methods.fallback(async move |method: Method| wrong_method(&method, allow)));
        }
        router.fallback(crate::pages::other)
    }
}

/// The `Allow` header: `HEAD` before the `GET` that brings it.
fn allow(methods: &[Method]) -> HeaderValue {
    let mut names = Vec::new();
    for method in methods {
        if *method == Method::GET {
            names.push("HEAD");
        }
        names.push(method.as_str());
    }
    HeaderValue::from_str(&names.join(", ")).unwrap_or(HeaderValue::from_static(""))
}

fn wrong_method(method: &Method, allow: HeaderValue) -> Response {
    let mut response = if *method == Method::OPTIONS {
        (StatusCode::OK, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")]).into_response()
    } else {
        answer::text(StatusCode::METHOD_NOT_ALLOWED)
    };
    response.headers_mut().insert(header::ALLOW, allow);
    response
}

impl About {
    /// An operation of a group.
    pub(crate) const fn new(tag: &'static str, summary: &'static str, errors: &'static [(u16, &'static str)]) -> Self {
        Self { tag, summary, errors, also: None }
    }

    /// Documents a further status of success without a body.
    pub(crate) const fn also(mut self, status: u16) -> Self {
        self.also = Some(status);
        self
    }
}
