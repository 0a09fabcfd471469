//! A peer of `make bench`: samod's own server as it comes, with its own storage in a folder. Prints its address like ours.

use std::{io, net::Ipv4Addr, sync::Arc};

use futures_util::{SinkExt, StreamExt};
use samod::{AcceptorHandle, Repo, ShareConfig, Transport, storage::TokioFilesystemStorage};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::{
    accept_async,
    tungstenite::{Error, Message},
};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let folder = std::env::args().nth(1);
    let folder = folder.ok_or_else(|| anyhow::anyhow!("usage: samod_server FOLDER"))?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = format!("ws://{}", listener.local_addr()?);
    let repo = Repo::build_tokio()
        .with_storage(TokioFilesystemStorage::new(folder))
        .with_share_policy(ShareConfig::default().with_announce(false))
        .load()
        .await;
    let acceptor = Arc::new(repo.make_acceptor(address.parse()?)?);
    println!("listening on {address}");
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let acceptor = Arc::clone(&acceptor);
        tokio::spawn(async move {
            if let Err(error) = serve(&acceptor, stream).await {
                eprintln!("a connection failed: {error:#}");
            }
        });
    }
}

async fn serve(acceptor: &AcceptorHandle, stream: TcpStream) -> anyhow::Result<()> {
    let (sink, stream) = accept_async(stream).await?.split();
    let stream = stream.filter_map(|frame| async {
        match frame {
            Ok(Message::Binary(bytes)) => Some(Ok(bytes.to_vec())),
            Ok(_) => None,
            Err(error) => Some(Err(io::Error::other(error))),
        }
    });
    let sink = sink.with(|bytes: Vec<u8>| async { Ok::<_, Error>(Message::Binary(bytes.into())) });
    acceptor.accept(Transport::new(Box::pin(stream), Box::pin(sink)))?;
    Ok(())
}
