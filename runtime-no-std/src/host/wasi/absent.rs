//! The functions of preview 1 that need a file system, sockets or signals: each answers ENOSYS.

use super::Errno;

/// Defines functions that answer ENOSYS: name, signature as the import symbol spells it, parameters.
macro_rules! absent {
    ($($name:ident $signature:literal ($($param:ty),*);)*) => {$(
        #[doc = concat!("`", stringify!($name), "`: not supported.")]
        #[unsafe(export_name = concat!("import:wasi_snapshot_preview1:", stringify!($name), ":", $signature))]
        pub extern "C" fn $name($(_: $param),*) -> Errno {
            Errno::Nosys
        }
    )*};
}

absent! {
    fd_advise "iIIi>i" (u32, u64, u64, u32);
    fd_allocate "iII>i" (u32, u64, u64);
    fd_datasync "i>i" (u32);
    fd_fdstat_set_rights "iII>i" (u32, u64, u64);
    fd_filestat_get "ii>i" (u32, u32);
    fd_filestat_set_size "iI>i" (u32, u64);
    fd_filestat_set_times "iIIi>i" (u32, u64, u64, u32);
    fd_pread "iiiIi>i" (u32, u32, u32, u64, u32);
    fd_pwrite "iiiIi>i" (u32, u32, u32, u64, u32);
    fd_readdir "iiiIi>i" (u32, u32, u32, u64, u32);
    fd_renumber "ii>i" (u32, u32);
    fd_sync "i>i" (u32);
    path_create_directory "iii>i" (u32, u32, u32);
    path_filestat_get "iiiii>i" (u32, u32, u32, u32, u32);
    path_filestat_set_times "iiiiIIi>i" (u32, u32, u32, u32, u64, u64, u32);
    path_link "iiiiiii>i" (u32, u32, u32, u32, u32, u32, u32);
    path_open "iiiiiIIii>i" (u32, u32, u32, u32, u32, u64, u64, u32, u32);
    path_readlink "iiiiii>i" (u32, u32, u32, u32, u32, u32);
    path_remove_directory "iii>i" (u32, u32, u32);
    path_rename "iiiiii>i" (u32, u32, u32, u32, u32, u32);
    path_symlink "iiiii>i" (u32, u32, u32, u32, u32);
    path_unlink_file "iii>i" (u32, u32, u32);
    proc_raise "i>i" (u32);
    sock_accept "iii>i" (u32, u32, u32);
    sock_recv "iiiiii>i" (u32, u32, u32, u32, u32, u32);
    sock_send "iiiii>i" (u32, u32, u32, u32, u32);
    sock_shutdown "ii>i" (u32, u32);
}
