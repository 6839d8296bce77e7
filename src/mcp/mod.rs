//! The search as tools for language-model agents, over the Model Context Protocol: a thin face
//! over the library.

mod arguments;
mod lines;
mod schema;
mod tools;

use std::sync::Arc;

use recap_search::Index;
use rmcp::{
    ErrorData, RoleServer, ServerHandler, ServiceExt,
    model::{
        CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation,
        ListToolsResult, PaginatedRequestParams, ServerCapabilities, ServerConfig, Tool,
    },
    service::RequestContext,
};
use tokio::{io, runtime, task};

use lines::Lines;
use tools::TOOLS;

/// What an agent is told before it calls anything.
const INSTRUCTIONS: &str = "\
Searches the recaps that a community published after its meetups: talks (who spoke, in what role, \
on what, where and when) and the sections around them. Most recaps are in Chinese: ask in Chinese, \
with the few words that a talk would contain, not with a sentence. Begin with search_talks; read \
what looks right with get_talk before you quote it; list_facets tells which cities, tags, speakers \
and years there are; suggest completes a name of which you know the beginning or the pinyin.";

/// Serves until the input ends.
///
/// # Errors
/// The other side does not speak the protocol.
pub(crate) fn run(index: Index) -> anyhow::Result<()> {
    let server = Server {
        index: Arc::new(index),
    };
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let lines = Lines::new(io::stdin(), io::stdout());
        let running = server.serve(lines).await?;
        running.waiting().await?;
        anyhow::Ok(())
    })?;
    // A read of standard input cannot be called off.
    runtime.shutdown_background();
    Ok(())
}

struct Server {
    index: Arc<Index>,
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        let tools = ServerCapabilities::builder().enable_tools().build();
        ServerConfig::new(tools)
            .with_server_info(Implementation::new(
                env!("CARGO_PKG_NAME"),
                env!("CARGO_PKG_VERSION"),
            ))
            .with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let described = TOOLS.iter().map(tools::Entry::described);
        Ok(ListToolsResult::with_all_items(described.collect()))
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        tools::named(name).map(tools::Entry::described)
    }

    /// Whatever is wrong with a call is told as its result: the model reads that and can mend it.
    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let Some(tool) = tools::named(&request.name) else {
            let names: Vec<&str> = TOOLS.iter().map(|tool| tool.name).collect();
            let told = format!("no tool `{}`; there are {}", request.name, names.join(", "));
            return Err(ErrorData::invalid_params(told, None));
        };
        let index = self.index.clone();
        let given = request.arguments.unwrap_or_default();
        let called = task::spawn_blocking(move || {
            index.reload().map_err(tools::told)?;
            (tool.call)(&index, given)
        });
        let result = match called.await {
            Ok(Ok(found)) => CallToolResult::structured(found),
            Ok(Err(told)) => CallToolResult::error(vec![ContentBlock::text(told)]),
            Err(panic) => return Err(ErrorData::internal_error(panic.to_string(), None)),
        };
        Ok(result.into())
    }
}
