/* Keeps a copy of each file as it is at its last fsync: what a power cut leaves of it.

   LD_PRELOAD this; SYNCED holds the folder for the copies, which are named by inode. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void keep(int handle)
{
    const char *folder = getenv("SYNCED");
    char temporary[4096], name[4096], source[64], buffer[65536];
    struct stat found;
    int from = handle, to;
    off_t place = 0;
    ssize_t read_now;

    if (!folder || fstat(handle, &found) || !S_ISREG(found.st_mode))
        return;
    /* Only what cannot be read is opened again: closing a handle drops SQLite's locks. */
    if ((fcntl(handle, F_GETFL) & O_ACCMODE) == O_WRONLY) {
        snprintf(source, sizeof source, "/proc/self/fd/%d", handle);
        from = open(source, O_RDONLY);
    }
    snprintf(name, sizeof name, "%s/%lu", folder, (unsigned long)found.st_ino);
    snprintf(temporary, sizeof temporary, "%s.%d.%d", name, getpid(), handle);
    to = open(temporary, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    while (from >= 0 && to >= 0 && (read_now = pread(from, buffer, sizeof buffer, place)) > 0) {
        if (write(to, buffer, read_now) != read_now)
            break;
        place += read_now;
    }
    if (to >= 0) {
        close(to);
        rename(temporary, name);
    }
    if (from != handle && from >= 0)
        close(from);
}

/* Another file may get the inode of one that goes. */
static void forget(const char *path)
{
    const char *folder = getenv("SYNCED");
    char name[4096];
    struct stat found;

    if (folder && !lstat(path, &found) && S_ISREG(found.st_mode) && found.st_nlink == 1) {
        snprintf(name, sizeof name, "%s/%lu", folder, (unsigned long)found.st_ino);
        if (!access(name, F_OK))
            ((int (*)(const char *))dlsym(RTLD_NEXT, "unlink"))(name);
    }
}

int unlink(const char *path)
{
    int (*real)(const char *) = (int (*)(const char *))dlsym(RTLD_NEXT, "unlink");
    forget(path);
    return real(path);
}

int rename(const char *from, const char *to)
{
    int (*real)(const char *, const char *) =
        (int (*)(const char *, const char *))dlsym(RTLD_NEXT, "rename");
    struct stat of_from, of_to;

    if (!lstat(to, &of_to) && !lstat(from, &of_from) && of_from.st_ino != of_to.st_ino)
        forget(to);
    return real(from, to);
}

int fsync(int handle)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    keep(handle);
    return real(handle);
}

int fdatasync(int handle)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    keep(handle);
    return real(handle);
}
