//! The two MD5 request signatures: IDcode's signed URL and ihuyi's dynamic password.
